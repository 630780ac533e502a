package dev.raincheck.store.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * PostgreSQL's own data directory: made at the first start, checked at every other. It appears
 * under its name in one step when it is complete, so a first start that was killed leaves nothing
 * that would be taken for one.
 */
final class Cluster {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final DataDirectory directory;
  private final Command command;

  Cluster(DataDirectory directory, Command command) {
    this.directory = directory;
    this.command = command;
  }

  /**
   * Makes the cluster, unless it is there and fits.
   *
   * @param durable whether to wait until it is on disk
   * @throws EmbeddedFailure if it is another version's or its password is lost
   */
  void prepare(String password, boolean durable) throws IOException {
    Path cluster = directory.cluster();
    Path passwordFile = DataDirectory.passwordFile(directory.root());
    if (!Files.exists(cluster)) {
      writePassword(passwordFile, password);
      create(cluster, passwordFile, durable);
      return;
    }
    requireSameMajor(cluster);
    if (!Files.exists(passwordFile)) {
      throw DataDirectory.unusable(directory.root(), passwordFile + " is missing", null);
    }
  }

  private void requireSameMajor(Path cluster) throws IOException {
    Path file = cluster.resolve("PG_VERSION");
    String found = Files.exists(file) ? Files.readString(file).strip() : "";
    String own = ownMajor();
    if (!found.equals(own)) {
      throw DataDirectory.unusable(
          directory.root(),
          "its data is of PostgreSQL "
              + (found.isEmpty() ? "(unknown)" : found)
              + ", the embedded one is "
              + own
              + "; move the data with pg_dump, or name another directory",
          null);
    }
  }

  private String ownMajor() throws IOException {
    // As in "postgres (PostgreSQL) 18.1".
    String version = check(command.run(LIMIT, "postgres", List.of("--version"))).output();
    return version.substring(version.lastIndexOf(' ') + 1).replaceFirst("\\D.*", "");
  }

  private void create(Path cluster, Path passwordFile, boolean durable) throws IOException {
    Path partial = cluster.resolveSibling("postgres.partial");
    Trees.delete(partial);
    check(
        command.run(
            LIMIT,
            "initdb",
            List.of(
                "--pgdata=" + partial,
                "--username=" + Endpoint.USER,
                "--pwfile=" + passwordFile,
                // The loopback interface is everybody's on this machine.
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--set=unix_socket_directories=",
                "--set=max_connections=100",
                "--set=timezone=UTC",
                "--set=log_timezone=UTC",
                // Statements carry the callers' payloads.
                "--set=log_min_error_statement=panic",
                durable ? "--sync-method=fsync" : "--no-sync")));
    Files.move(partial, cluster, StandardCopyOption.ATOMIC_MOVE);
    if (durable && Platform.POSIX) {
      // Else a power cut could bring the old name back, and the next start would remove that.
      try (FileChannel entries = FileChannel.open(directory.root(), StandardOpenOption.READ)) {
        entries.force(true);
      }
    }
  }

  private static void writePassword(Path file, String password) throws IOException {
    Files.deleteIfExists(file);
    FileAttribute<?>[] ownerOnly =
        Platform.POSIX
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Set<StandardOpenOption> options =
        EnumSet.of(
            StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    try (SeekableByteChannel channel = Files.newByteChannel(file, options, ownerOnly)) {
      channel.write(StandardCharsets.US_ASCII.encode(password + "\n"));
    }
  }

  private Command.Result check(Command.Result result) {
    if (result.succeeded()) {
      return result;
    }
    throw result.output().contains("unshare")
        ? new EmbeddedFailure(
            "PostgreSQL does not run as root and `unshare` is not allowed here ("
                + result.output()
                + "): run the service as another user, or set quarkus.datasource.jdbc.url")
        : DataDirectory.unusable(directory.root(), result.output(), null);
  }
}
