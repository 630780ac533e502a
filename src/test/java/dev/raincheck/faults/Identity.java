package dev.raincheck.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and a certificate that it has signed itself, in memory and in a directory: {@code tls.crt}
 * and {@code tls.key}, as in a Secret of Kubernetes. Made by the JDK's own keytool.
 */
record Identity(Path directory, KeyStore keys) {
  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "identity";

  /**
   * Makes one that is valid for two days.
   *
   * @param parent in which a directory of its name is made
   * @param name common name
   * @param names of the host, as keytool takes them: {@code ip:127.0.0.1}
   */
  static Identity make(Path parent, String name, String names)
      throws IOException, GeneralSecurityException {
    Path directory = Files.createDirectories(parent.resolve(name));
    Path store = directory.resolve("keys.p12");
    keytool(
        "-genkeypair",
        "-alias",
        ALIAS,
        // RSA, so that old ciphers fail for what they are and not for want of such a key.
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=" + names,
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-storepass",
        PASSWORD,
        "-keystore",
        store.toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream content = Files.newInputStream(store)) {
      keys.load(content, PASSWORD.toCharArray());
    }
    Identity identity = new Identity(directory, keys);
    Key key = keys.getKey(ALIAS, PASSWORD.toCharArray());
    Files.writeString(identity.certificateFile(), pem("CERTIFICATE", identity.certificate()));
    Files.createFile(
        identity.keyFile(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(identity.keyFile(), pem("PRIVATE KEY", key.getEncoded()));
    return identity;
  }

  private static void keytool(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(output);
    }
  }

  private static String pem(String kind, byte[] content) {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }

  private static String pem(String kind, Certificate certificate) throws GeneralSecurityException {
    return pem(kind, certificate.getEncoded());
  }

  Path certificateFile() {
    return directory.resolve("tls.crt");
  }

  Path keyFile() {
    return directory.resolve("tls.key");
  }

  X509Certificate certificate() throws GeneralSecurityException {
    return (X509Certificate) keys.getCertificate(ALIAS);
  }

  /** For clients that believe these and nobody else, and show nothing themselves. */
  static SSLContext believing(Identity... servers) throws IOException, GeneralSecurityException {
    return context(null, servers);
  }

  /** For clients that show this one, and believe those. */
  SSLContext believingAsWell(Identity... servers) throws IOException, GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    return context(own.getKeyManagers(), servers);
  }

  private static SSLContext context(KeyManager[] own, Identity... servers)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Identity server : servers) {
      store.setCertificateEntry(server.directory().getFileName().toString(), server.certificate());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own, trust.getTrustManagers(), null);
    return context;
  }
}
