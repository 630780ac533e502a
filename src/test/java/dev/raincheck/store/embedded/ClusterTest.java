package dev.raincheck.store.embedded;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters that the server must not be started on. */
class ClusterTest {
  @TempDir Path dataDir;

  @BeforeEach
  void make() throws Exception {
    Files.createFile(dataDir.resolve("raincheck.lock"));
    Files.createDirectory(dataDir.resolve("postgres"));
  }

  @Test
  void otherMajorVersionIsRefusedWithBothVersions() throws Exception {
    Files.writeString(dataDir.resolve("postgres/PG_VERSION"), "17\n");
    assertRefused("PostgreSQL 17, the embedded one is 18");
  }

  @Test
  void directoryThatIsNoClusterIsRefused() {
    assertRefused("PostgreSQL (unknown)");
  }

  @Test
  void lostPasswordIsRefused() throws Exception {
    Files.writeString(dataDir.resolve("postgres/PG_VERSION"), "18\n");
    assertRefused("password is missing");
  }

  private void assertRefused(String reason) {
    Endpoint endpoint = Servers.endpoint(dataDir);
    EmbeddedFailure failure =
        assertThrows(
            EmbeddedFailure.class, () -> Instance.start(Servers.durable(dataDir), endpoint));
    assertTrue(failure.getMessage().startsWith("raincheck.embedded.data-dir="));
    assertTrue(failure.getMessage().contains(reason), failure.getMessage());
    assertFalse(failure.getMessage().contains(endpoint.password()));
  }
}
