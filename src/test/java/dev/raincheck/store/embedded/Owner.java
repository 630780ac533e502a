package dev.raincheck.store.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** Main class of a child process that owns a server until it is killed. */
final class Owner {
  private Owner() {}

  /** Starts the server of the directory given, says so, and waits for the end of its input. */
  public static void main(String[] arguments) throws IOException {
    Path dataDir = Path.of(arguments[0]);
    Instance instance = Instance.start(Servers.durable(dataDir), Servers.endpoint(dataDir));
    System.out.println("up");
    int end = System.in.read();
    System.out.println(end);
    instance.close();
  }

  static Process fork(Path dataDir) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                dataDir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line;
    do {
      line = process.inputReader().readLine();
    } while (line != null && !line.equals("up"));
    if (line == null) {
      throw new IOException("The child has ended");
    }
    return process;
  }
}
