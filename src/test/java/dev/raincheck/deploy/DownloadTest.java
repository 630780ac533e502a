package dev.raincheck.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  private static final String MEMBER = "some/folder/program";

  @TempDir Path folder;
  private HttpServer server;
  private Path archive;

  @BeforeEach
  void publish() throws IOException {
    Path program = folder.resolve("source").resolve(MEMBER);
    Files.createDirectories(program.getParent());
    Files.writeString(program, "what it does");
    archive = folder.resolve("archive.tar.gz");
    String source = folder.resolve("source").toString();
    Program.run("tar", "-czf", archive.toString(), "-C", source, "some");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/archive");
          exchange.sendResponseHeaders(302, -1);
        });
    server.createContext(
        "/archive",
        exchange -> {
          byte[] content = Files.readAllBytes(archive);
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void unpacksWhatItShouldBe() throws IOException {
    Path target = folder.resolve("kept/program");
    download("/moved", Download.sha512(archive)).to(target);
    assertEquals("what it does", Files.readString(target));
    assertEquals(List.of(target), besides(target));
  }

  @Test
  void keepsNothingElse() throws IOException {
    Path target = folder.resolve("kept/program");
    Download altered = download("/archive", "0".repeat(128));
    String message = assertThrows(IOException.class, () -> altered.to(target)).getMessage();
    assertTrue(message.contains(Download.sha512(archive)), message);
    assertEquals(List.of(), besides(target));
  }

  @Test
  void saysWhatIsNotThere() {
    Path target = folder.resolve("kept/program");
    Download missing = download("/nothing", "");
    String message = assertThrows(IOException.class, () -> missing.to(target)).getMessage();
    assertTrue(message.endsWith(" answers 404"), message);
    assertFalse(Files.exists(target));
  }

  private Download download(String path, String sha512) {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().getHostAddress();
    return new Download(
        URI.create("http://" + host + ":" + address.getPort() + path), sha512, MEMBER);
  }

  private static List<Path> besides(Path target) throws IOException {
    try (Stream<Path> kept = Files.list(target.getParent())) {
      return kept.toList();
    }
  }
}
