package dev.raincheck.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data directory, held for this process alone from {@link #open} to {@link #close}. The
 * operating system ends the hold of a process that was killed.
 */
final class DataDirectory implements AutoCloseable {
  static final String LOCK = "raincheck.lock";

  /** Not below "raincheck.", where it would be taken for a setting that nobody knows. */
  private static final String HELD = "dev.raincheck.embedded.held.";

  // Away from the content, so that others can read it where locks are mandatory.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path root;
  private final FileChannel channel;

  private DataDirectory(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /**
   * Makes the directory if it is missing, and takes hold of it.
   *
   * @throws EmbeddedFailure if another process has it, it cannot be written, or holds other things
   */
  static DataDirectory open(Path dataDir) {
    try {
      Path root = create(dataDir);
      if (!Files.exists(root.resolve(LOCK))) {
        refuseForeign(root);
      }
      return hold(root);
    } catch (AccessDeniedException e) {
      throw unusable(dataDir, "no permission for " + e.getFile(), e);
    } catch (FileAlreadyExistsException e) {
      throw unusable(dataDir, e.getFile() + " is not a directory", e);
    } catch (FileSystemException e) {
      throw unusable(dataDir, e.getMessage(), e);
    } catch (IOException e) {
      throw unusable(dataDir, e.toString(), e);
    }
  }

  /** The directory that the setting means. */
  static Path locate(Path setting) {
    return setting.toAbsolutePath().normalize();
  }

  static Path passwordFile(Path dataDir) {
    return dataDir.resolve("password");
  }

  Path root() {
    return root;
  }

  /** A file that this process has made, or could have. */
  Path lockFile() {
    return root.resolve(LOCK);
  }

  /** PostgreSQL's own data directory, which exists once it is complete. */
  Path cluster() {
    return root.resolve("postgres");
  }

  Path log() {
    return root.resolve("postgres.log");
  }

  /** Lets others have the directory. */
  @Override
  public void close() throws IOException {
    try (channel) {
      System.clearProperty(heldKey(root));
    }
  }

  /** A failure that names the setting and its value. */
  static EmbeddedFailure unusable(Path dataDir, String reason, @Nullable Throwable cause) {
    String message =
        EmbeddedConfig.DATA_DIR + "=" + dataDir + " cannot be used by the embedded PostgreSQL: ";
    return new EmbeddedFailure(message + reason, cause);
  }

  private static Path create(Path dataDir) throws IOException {
    if (Files.isDirectory(dataDir)) {
      return dataDir.toRealPath();
    }
    FileAttribute<?>[] ownerOnly =
        Platform.POSIX
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    return Files.createDirectories(dataDir, ownerOnly).toRealPath();
  }

  private static void refuseForeign(Path root) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      entries
          .map(entry -> entry.getFileName().toString())
          // The last is on every freshly made ext4 volume.
          .filter(name -> !name.startsWith(".") && !name.equals("binaries"))
          .filter(name -> !name.equals("lost+found"))
          .findAny()
          .ifPresent(
              name -> {
                throw unusable(
                    root, "it was not made by Raincheck and is not empty (" + name + ")", null);
              });
    }
  }

  private static DataDirectory hold(Path root) throws IOException {
    // Closing any channel to a file drops all locks of the process on it, so a second attempt in
    // this JVM must not even open it. A system property, for dev mode loads this class anew.
    String pid = Long.toString(ProcessHandle.current().pid());
    if (System.getProperties().putIfAbsent(heldKey(root), pid) != null) {
      throw inUse(root, pid);
    }
    boolean held = false;
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              root.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
        throw inUse(root, Files.readString(root.resolve(LOCK)).strip());
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)));
      held = true;
      return new DataDirectory(root, channel);
    } finally {
      if (!held) {
        System.clearProperty(heldKey(root));
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  private static EmbeddedFailure inUse(Path root, String pid) {
    String holder = pid.isEmpty() ? "another instance" : "another instance (process " + pid + ")";
    return unusable(root, "it is in use by " + holder, null);
  }

  private static String heldKey(Path root) {
    return HELD + root;
  }
}
