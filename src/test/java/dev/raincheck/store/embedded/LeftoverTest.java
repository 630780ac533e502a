package dev.raincheck.store.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts after an end that was not clean. */
class LeftoverTest {
  @TempDir Path temp;
  private Path dataDir = Path.of("");
  private Path cluster = Path.of("");

  @BeforeEach
  void name() {
    dataDir = temp.resolve("data");
    cluster = dataDir.resolve("postgres");
  }

  @Test
  void serverOfAKilledOwnerIsStoppedAndItsCommitsStay() throws Exception {
    Process owner = Owner.fork(dataDir);
    int port = Integer.parseInt(pidLines().get(3));
    Endpoint old = new Endpoint(port, Servers.endpoint(dataDir).password());
    Servers.execute(old, "CREATE TABLE kept AS SELECT 42 AS answer");

    owner.destroyForcibly().waitFor();
    assertEquals("1", Servers.ask(old, "SELECT 1"));
    assertEquals(Leftover.RUNNING, Leftover.in(cluster));

    startsAgain("SELECT answer FROM kept", "42");
    assertThrows(SQLException.class, () -> Servers.ask(old, "SELECT 1"));
  }

  @Test
  void serverKilledTogetherWithItsOwnerRecovers() throws Exception {
    Process owner = Owner.fork(dataDir);
    ProcessHandle server = ProcessHandle.of(Long.parseLong(pidLines().get(0))).orElseThrow();

    owner.destroyForcibly();
    server.destroyForcibly();
    owner.waitFor();

    startsAgain("SELECT 1", "1");
  }

  @Test
  void directoryOfALiveOwnerIsRefused() throws Exception {
    Process owner = Owner.fork(dataDir);
    try {
      EmbeddedFailure failure =
          assertThrows(
              EmbeddedFailure.class,
              () -> Instance.start(Servers.durable(dataDir), Servers.endpoint(dataDir)));
      assertTrue(failure.getMessage().contains("raincheck.embedded.data-dir"));
      assertTrue(failure.getMessage().contains("process " + owner.pid()), failure.getMessage());
    } finally {
      owner.getOutputStream().close();
      owner.waitFor();
    }
    startsAgain("SELECT 1", "1");
  }

  @Test
  void reusedProcessIdIsNotInTheWay() throws Exception {
    startsAgain("SELECT 1", "1");
    // Alive, of the same user, and no server.
    List<String> lines = new ArrayList<>();
    lines.add(Long.toString(ProcessHandle.current().pid()));
    lines.add(cluster.toString());
    Files.write(Leftover.pidFile(cluster), lines);
    assertEquals(Leftover.STALE, Leftover.in(cluster));

    startsAgain("SELECT 1", "1");
  }

  @Test
  void emptyPidFileIsNotInTheWay() throws Exception {
    startsAgain("SELECT 1", "1");
    Files.createFile(Leftover.pidFile(cluster));

    startsAgain("SELECT 1", "1");
  }

  @Test
  void halfMadeClusterIsMadeAnew() throws Exception {
    Files.createDirectories(dataDir.resolve("postgres.partial/base"));
    Files.writeString(dataDir.resolve("postgres.partial/PG_VERSION"), "18\n");
    Files.writeString(dataDir.resolve("password"), "cut o");
    Files.createFile(dataDir.resolve("raincheck.lock"));

    startsAgain("SELECT 1", "1");
    assertFalse(Files.exists(dataDir.resolve("postgres.partial")));
  }

  private void startsAgain(String question, String answer) throws Exception {
    Endpoint endpoint = Servers.endpoint(dataDir);
    try (Instance instance = Instance.start(Servers.durable(dataDir), endpoint)) {
      assertEquals(answer, Servers.ask(endpoint, question), instance.toString());
    }
  }

  private List<String> pidLines() throws Exception {
    return Files.readAllLines(Leftover.pidFile(cluster));
  }
}
