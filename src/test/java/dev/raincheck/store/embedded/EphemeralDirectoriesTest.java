package dev.raincheck.store.embedded;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EphemeralDirectoriesTest {
  @TempDir Path temp;

  @Test
  void sweepsWhatAKilledRunLeftAndNothingElse() throws Exception {
    EphemeralDirectories directories = new EphemeralDirectories(temp);
    Path killed = directories.create();
    Path live = directories.create();
    Path young = directories.create();
    Process owner = Owner.fork(killed);
    int port =
        Integer.parseInt(Files.readAllLines(Leftover.pidFile(killed.resolve("postgres"))).get(3));
    Endpoint old = new Endpoint(port, Servers.endpoint(killed).password());
    owner.destroyForcibly().waitFor();
    age(killed);
    Files.createFile(young.resolve(DataDirectory.LOCK));

    try (DataDirectory held = DataDirectory.open(live)) {
      age(live);
      directories.sweep(directories.create(), Servers.BINARIES);
      assertTrue(Files.exists(held.lockFile()));
    }

    assertFalse(Files.exists(killed));
    assertThrows(SQLException.class, () -> Servers.ask(old, "SELECT 1"));
    assertTrue(Files.exists(young));
  }

  private static void age(Path directory) throws Exception {
    Files.setLastModifiedTime(directory.resolve(DataDirectory.LOCK), FileTime.from(Instant.EPOCH));
  }
}
