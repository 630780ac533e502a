package dev.raincheck.store.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTest {
  @TempDir Path temp;

  @Test
  void keepsDataOnDiskAcrossRestarts() throws Exception {
    Path dataDir = temp.resolve("missing/data");
    Endpoint first = Servers.endpoint(dataDir);
    try (Instance instance = Instance.start(Servers.durable(dataDir), first)) {
      assertEquals(dataDir.toRealPath(), instance.dataDir());
      assertEquals("on", Servers.ask(first, "SHOW fsync"));
      assertEquals("on", Servers.ask(first, "SHOW full_page_writes"));
      assertEquals("on", Servers.ask(first, "SHOW synchronous_commit"));
      assertEquals("127.0.0.1", Servers.ask(first, "SHOW listen_addresses"));
      assertEquals("", Servers.ask(first, "SHOW unix_socket_directories"));
      Servers.execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    assertThrows(SQLException.class, () -> Servers.ask(first, "SELECT 1"));

    Endpoint second = Servers.endpoint(dataDir);
    assertEquals(first.password(), second.password());
    try (Instance instance = Instance.start(Servers.durable(dataDir), second)) {
      assertEquals(dataDir.toRealPath(), instance.dataDir());
      assertEquals("42", Servers.ask(second, "SELECT answer FROM kept"));
    }
  }

  @Test
  void ephemeralServerSavesTheDiskAndLeavesNothing() throws Exception {
    Path dataDir = Files.createDirectory(temp.resolve("data"));
    Endpoint endpoint = Servers.endpoint(dataDir);
    try (Instance instance = Instance.start(Servers.ephemeral(dataDir), endpoint)) {
      assertTrue(Files.exists(instance.dataDir()));
      assertEquals("off", Servers.ask(endpoint, "SHOW fsync"));
    }
    assertFalse(Files.exists(dataDir));
  }

  @Test
  void asksForThePassword() throws Exception {
    Path dataDir = temp.resolve("data");
    Endpoint endpoint = Servers.endpoint(dataDir);
    try (Instance instance = Instance.start(Servers.ephemeral(dataDir), endpoint)) {
      SQLException refused =
          assertThrows(SQLException.class, () -> Servers.connect(endpoint, "guess").close());
      assertEquals("28P01", refused.getSQLState());
      Path file = DataDirectory.passwordFile(instance.dataDir());
      if (Platform.POSIX) {
        assertEquals(0600, (int) Files.getAttribute(file, "unix:mode") & 0777);
      }
    }
  }

  @Test
  void portInUseIsSaidAndNothingStaysBehind() throws Exception {
    Path taken = temp.resolve("taken");
    Path late = temp.resolve("late");
    Endpoint endpoint = Servers.endpoint(taken);
    try (Instance instance = Instance.start(Servers.ephemeral(taken), endpoint)) {
      EmbeddedFailure failure =
          assertThrows(
              EmbeddedFailure.class, () -> Instance.start(Servers.durable(late), endpoint));
      assertTrue(failure.getMessage().contains("raincheck.embedded.port"), failure.getMessage());
      assertTrue(failure.getMessage().contains("in use"), failure.getMessage());
      assertTrue(Files.exists(instance.dataDir()));
    }
    Endpoint other = Servers.endpoint(late);
    try (Instance instance = Instance.start(Servers.durable(late), other)) {
      assertEquals("1", Servers.ask(other, "SELECT 1"), instance.toString());
    }
  }
}
