package dev.raincheck.http;

import dev.raincheck.store.embedded.TestServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The service as it was packaged, for a JVM or as a native executable, on a PostgreSQL of its own,
 * with short times. What is natively compiled brings no database, so neither gets its embedded one.
 */
public class Packaged implements QuarkusTestProfile {

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "raincheck.security.anonymous", "true",
        "raincheck.fetch.allow-private", "true",
        "raincheck.execution.poll-interval", "200ms",
        "raincheck.procedures.\"fetch\".backoff", "20ms",
        "raincheck.procedures.\"fetch\".max-backoff", "50ms",
        "raincheck.procedures.\"fetch\".max-attempts", "3");
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(Database.class));
  }

  /** A server that ends with the tests, and its data with it. */
  public static class Database implements QuarkusTestResourceLifecycleManager {
    private static final String PASSWORD = "secret";

    private Path directory;
    private TestServer server;

    @Override
    public Map<String, String> start() {
      try {
        directory = Files.createTempDirectory("raincheck-packaged");
        int port = freePort();
        server = TestServer.in(directory.resolve("data"), PASSWORD, port, List.of());
        server.start();
        String url = "postgresql://127.0.0.1:" + port + "/" + TestServer.DATABASE;
        return Map.of(
            "quarkus.datasource.jdbc.url",
            "jdbc:" + url,
            "quarkus.datasource.reactive.url",
            url,
            "quarkus.datasource.username",
            TestServer.SUPERUSER,
            "quarkus.datasource.password",
            PASSWORD);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      }
    }

    @Override
    public void stop() {
      try {
        if (server != null) {
          server.stop();
          server.close();
        }
        try (Stream<Path> all = Files.walk(directory)) {
          for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
