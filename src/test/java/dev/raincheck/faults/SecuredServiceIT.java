package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service as it comes: closed unless told otherwise, with keys, and over TLS. */
class SecuredServiceIT {
  private static final String KEY = "rck_packaged_0123456789abcdef0123456789abcdef";
  private static final Pattern SECURE_PORT = Pattern.compile("https://127\\.0\\.0\\.1:(\\d+)");

  @TempDir Path directory;

  @Test
  void doesNotStartWithoutAnybodyWhoCouldCall() throws IOException {
    try (Service service =
        Service.startWithoutWaiting(plan("raincheck.security.anonymous=false"))) {
      assertEquals(78, service.awaitEnd(), service.log());
      assertTrue(service.log().contains("Nobody could call this service"), service.log());
      assertFalse(service.log().contains("\tat "), service.log());
      assertFalse(Files.exists(directory.resolve("data")), "no database is made");
    }
  }

  @Test
  void takesCallersWithKeysOverTls() throws Exception {
    assumeTrue(isThere("openssl version") && isThere("curl --version"), "needs openssl and curl");
    Path certificate = newCertificate("first");
    makeCertificate("client");
    Path roles = Files.writeString(directory.resolve("roles.properties"), "client=read\n");
    Path keys = Files.writeString(directory.resolve("keys.properties"), keyFile());
    try (Service service =
        Service.start(
            plan(
                "raincheck.security.anonymous=false",
                "raincheck.security.api-keys-file=" + keys,
                "quarkus.http.ssl-port=0",
                "quarkus.tls.key-store.pem.0.cert=" + certificate,
                "quarkus.tls.key-store.pem.0.key=" + directory.resolve("tls.key"),
                "quarkus.tls.trust-store.pem.certs=" + directory.resolve("client.crt"),
                "quarkus.http.auth.certificate-role-properties=" + roles,
                "quarkus.tls.reload-period=1s"))) {
      service.awaitLog("https://");
      Matcher port = SECURE_PORT.matcher(service.log());
      assertTrue(port.find(), service.log());
      URI uri = URI.create("https://127.0.0.1:" + port.group(1));

      assertEquals(401, answer(uri, trusting(certificate), "").statusCode());
      assertEquals(401, answer(uri, trusting(certificate), "ApiKey rck_wrong").statusCode());
      assertEquals(200, answer(uri, trusting(certificate), "ApiKey " + KEY).statusCode());

      assertEquals("200", withCertificate("GET", uri.resolve("/calls")));
      assertEquals("403", withCertificate("POST", uri.resolve("/fetches")));

      assertTrue(handshake(uri, "-tls1_3").contains("TLSv1.3"));
      assertTrue(handshake(uri, "-tls1_2").contains("TLSv1.2"));
      assertRefused(handshake(uri, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"));
      assertRefused(handshake(uri, "-tls1_2", "-cipher", "NULL:aNULL:RC4:@SECLEVEL=0"));
      assertRefused(handshake(uri, "-tls1_2", "-cipher", "3DES:@SECLEVEL=0"));

      Path second = newCertificate("second");
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () ->
                  handshake(uri, "-tls1_3").contains("CN = second")
                      || handshake(uri, "-tls1_3").contains("CN=second"));
      assertEquals(200, answer(uri, trusting(second), "ApiKey " + KEY).statusCode());
      assertFalse(service.log().contains(KEY), "no key is logged");
    }
  }

  private Service.Plan plan(String... settings) {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "raincheck");
    return Service.Plan.of(Service.packaged(), directory)
        .with(settings)
        .with(
            "raincheck.embedded.data-dir=" + directory.resolve("data"),
            "raincheck.embedded.binaries-dir=" + cache);
  }

  private static String keyFile() throws GeneralSecurityException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(KEY.getBytes(StandardCharsets.UTF_8));
    return "packaged.hash=%s\npackaged.roles=call,read\n"
        .formatted(HexFormat.of().formatHex(digest));
  }

  /** The status of what is answered to the holder of the client's certificate. */
  private String withCertificate(String verb, URI uri) throws Exception {
    return run(
        "curl -s -o /dev/null -w %{http_code}",
        "-X",
        verb,
        "--cacert",
        directory.resolve("tls.crt").toString(),
        "--cert",
        directory.resolve("client.crt").toString(),
        "--key",
        directory.resolve("client.key").toString(),
        uri.toString());
  }

  /** Puts a new certificate, and its key, in the place of the one before. */
  private Path newCertificate(String name) throws Exception {
    makeCertificate(name);
    Path served = directory.resolve("tls.crt");
    move(directory.resolve(name + ".key"), directory.resolve("tls.key"));
    move(directory.resolve(name + ".crt"), served);
    return served;
  }

  private void makeCertificate(String name) throws Exception {
    Path key = directory.resolve(name + ".key");
    Path certificate = directory.resolve(name + ".crt");
    run(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=%s -addext".formatted(name),
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        key.toString(),
        "-out",
        certificate.toString());
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static HttpClient trusting(Path certificate) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream content = Files.newInputStream(certificate)) {
      Certificate parsed = CertificateFactory.getInstance("X.509").generateCertificate(content);
      store.setCertificateEntry("service", parsed);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static HttpResponse<String> answer(URI uri, HttpClient client, String authorization)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve("/calls"));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String handshake(URI uri, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of(options));
    return run(
        "openssl s_client -connect 127.0.0.1:" + uri.getPort(), words.toArray(String[]::new));
  }

  private static void assertRefused(String handshake) {
    assertTrue(
        handshake.contains("Cipher is (NONE)") || handshake.contains("no cipher match"), handshake);
  }

  private static boolean isThere(String program) {
    try {
      return !run(program).isEmpty();
    } catch (IOException | InterruptedException no) {
      return false;
    }
  }

  private static String run(String words, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(words.split(" ")));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
