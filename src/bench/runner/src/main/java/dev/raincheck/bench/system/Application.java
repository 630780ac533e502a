package dev.raincheck.bench.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A packaged application, as a process of its own. */
public final class Application implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final int port;
  private final long startedAt;

  private Application(Process process, int port, long startedAt) {
    this.process = process;
    this.port = port;
    this.startedAt = startedAt;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * Starts it, and returns at once.
   *
   * @param directory of its module
   * @param environment what it is to be told
   * @param options of the virtual machine
   */
  public static Application start(
      Path directory, Map<String, String> environment, List<String> options) throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Dquarkus.http.port=" + port);
    command.add("-jar");
    command.add(directory.resolve("target/quarkus-app/quarkus-run.jar").toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(
            directory.resolve("target").resolve("output.log").toFile()));
    builder.environment().putAll(environment);
    long startedAt = System.nanoTime();
    return new Application(builder.start(), port, startedAt);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  /** What it needs to use a database. */
  public static Map<String, String> environment(Database database, String name) {
    return Map.of(
        "QUARKUS_DATASOURCE_JDBC_URL",
        database.url(name),
        "QUARKUS_DATASOURCE_REACTIVE_URL",
        database.url(name).substring("jdbc:".length()),
        "QUARKUS_DATASOURCE_USERNAME",
        Database.USER,
        "QUARKUS_DATASOURCE_PASSWORD",
        Database.PASSWORD);
  }

  public long nanosSinceStart() {
    return System.nanoTime() - startedAt;
  }

  /** Processor time that it has used, of all its threads. */
  public double processorMicros() {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e3;
  }

  /** Memory of the process that is in the machine's, in MiB. */
  public double residentMebibytes() throws IOException {
    return status("VmRSS:") / 1024.0;
  }

  public long threads() throws IOException {
    return status("Threads:");
  }

  private long status(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
        .filter(line -> line.startsWith(field))
        .map(line -> line.substring(field.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }

  /** What is alive in the heap after a full collection, in bytes. */
  public long liveBytes() throws IOException {
    String histogram = jcmd("GC.class_histogram");
    String total =
        histogram.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
    String[] parts = total.trim().split("\\s+");
    return Long.parseLong(parts[2]);
  }

  private String jcmd(String what) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(process.pid()),
                what)
            .redirectErrorStream(true)
            .start();
    return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Ends it as Kubernetes does, and waits. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      throw new IOException(stop);
    }
  }
}
