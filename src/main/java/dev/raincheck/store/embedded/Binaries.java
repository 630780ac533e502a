package dev.raincheck.store.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jboss.logging.Logger;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs, unpacked from the artifact for this platform into a folder named by the
 * artifact's digest. A folder of that name is complete, for it is filled under another name first.
 */
final class Binaries {
  private static final Logger LOG = Logger.getLogger(Binaries.class);
  private static final int DIGEST_CHARS = 16;

  private final Path home;

  private Binaries(Path home) {
    this.home = home;
  }

  /**
   * Unpacks the programs, unless that was done before.
   *
   * @param directory where the folder is, or is to be
   * @throws EmbeddedFailure if there are none for this platform
   */
  static Binaries in(Path directory) throws IOException {
    Path home = directory.resolve("postgres-" + digest()).toAbsolutePath();
    if (!Files.isDirectory(home)) {
      LOG.infof("Unpacking PostgreSQL into %s", home);
      unpack(home);
    }
    return new Binaries(home);
  }

  /** Path of the program of that name. */
  Path program(String name) {
    return home.resolve("bin").resolve(Platform.WINDOWS ? name + ".exe" : name);
  }

  private static void unpack(Path home) throws IOException {
    Files.createDirectories(home.getParent());
    Path partial = Files.createTempDirectory(home.getParent(), "unpacking-");
    try {
      try (InputStream archive = archive();
          TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          unpack(tar, entry, partial.resolve(entry.getName()).normalize());
        }
      }
      Files.move(partial, home);
    } catch (FileSystemException e) {
      // Another process may have been faster; what it unpacked is the same.
      if (!Files.isDirectory(home)) {
        throw e;
      }
    } finally {
      Trees.delete(partial);
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      throw new IOException("Hard link in the PostgreSQL archive: " + entry.getName());
    } else {
      try (OutputStream file = Files.newOutputStream(target)) {
        tar.transferTo(file);
      }
      if (target.getParent().endsWith("bin") && !target.toFile().setExecutable(true)) {
        throw new IOException("Cannot make executable: " + target);
      }
    }
  }

  private static String digest() throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      try (InputStream archive = new DigestInputStream(archive(), sha)) {
        archive.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(sha.digest()).substring(0, DIGEST_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputStream archive() throws IOException {
    String system = System.getProperty("os.name");
    String machine = System.getProperty("os.arch");
    try {
      return new BufferedInputStream(
          DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
              Platform.MAC ? "Darwin" : Platform.WINDOWS ? "Windows" : system, machine));
    } catch (IllegalStateException e) {
      throw new EmbeddedFailure(
          "There is no embedded PostgreSQL for "
              + system
              + " on "
              + machine
              + ": set quarkus.datasource.jdbc.url",
          e);
    }
  }
}
