package dev.raincheck.deploy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * A program in an archive that is published somewhere.
 *
 * @param archive a tar.gz
 * @param sha512 of the archive, in hexadecimal
 * @param member the program's path in it
 */
record Download(URI archive, String sha512, String member) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * Puts the program at a path, in one step: what is there is complete.
   *
   * @throws IOException if it cannot be had, or is not what it should be
   */
  void to(Path target) throws IOException {
    Path folder = Files.createDirectories(target.toAbsolutePath().getParent());
    Path work = Files.createTempDirectory(folder, "download");
    Path packed = work.resolve("archive");
    try {
      fetch(packed);
      Program.run("tar", "-xzf", packed.toString(), "-C", work.toString(), member);
      Files.move(work.resolve(member), target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(work);
    }
  }

  private void fetch(Path file) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(PATIENCE)
            .build();
    HttpRequest request = HttpRequest.newBuilder(archive).timeout(PATIENCE).build();
    try {
      int status = client.send(request, HttpResponse.BodyHandlers.ofFile(file)).statusCode();
      if (status != 200) {
        throw new IOException(archive + " answers " + status);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
    String actual = sha512(file);
    if (!actual.equals(sha512)) {
      throw new IOException(archive + " has the SHA-512 " + actual + ", not " + sha512);
    }
  }

  static String sha512(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      try (DigestInputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
        content.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
