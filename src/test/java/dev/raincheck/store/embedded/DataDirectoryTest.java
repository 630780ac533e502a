package dev.raincheck.store.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path temp;

  @Test
  void secondHoldInTheSameProcessIsRefusedAndTheFirstStays() throws Exception {
    try (DataDirectory first = DataDirectory.open(temp)) {
      assertRefused(temp, "in use by another instance (process " + ProcessHandle.current().pid());
      assertRefused(temp, "in use");
      assertEquals(temp.toRealPath(), first.root());
    }
    DataDirectory.open(temp).close();
  }

  @Test
  void directoryOfOtherThingsIsRefused() throws Exception {
    Files.writeString(temp.resolve("thesis.txt"), "");
    assertRefused(temp, "is not empty (thesis.txt)");
  }

  @Test
  void freshVolumeIsAccepted() throws Exception {
    Files.createDirectory(temp.resolve("lost+found"));
    Files.createFile(temp.resolve(".keep"));
    DataDirectory.open(temp).close();
  }

  @Test
  void fileInItsPlaceIsRefused() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));
    assertRefused(file, "not a directory");
    // Not even root can make a directory there.
    assertRefused(file.resolve("below"), "file");
  }

  @Test
  void directoryWithoutPermissionIsRefused() throws Exception {
    Path locked = Files.createDirectory(temp.resolve("locked"));
    assumeTrue(
        locked.toFile().setWritable(false) && !Files.isWritable(locked), "permissions count");
    assertRefused(locked, "no permission");
    assertRefused(locked.resolve("below"), "no permission");
  }

  private static void assertRefused(Path dataDir, String reason) {
    EmbeddedFailure failure =
        assertThrows(EmbeddedFailure.class, () -> DataDirectory.open(dataDir));
    assertTrue(
        failure.getMessage().startsWith("raincheck.embedded.data-dir=" + dataDir),
        failure.getMessage());
    assertTrue(failure.getMessage().contains(reason), failure.getMessage());
  }
}
