package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Handshakes by somebody else's code, which can do what the JDK's refuses to.
 *
 * @param port on 127.0.0.1
 */
record OpenSsl(int port) {
  /** Alerts of the server, RFC 8446. */
  static final int HANDSHAKE_FAILURE = 40;

  static final int PROTOCOL_VERSION = 70;

  /** Skips the rest of the test where it is not installed. */
  static OpenSsl orSkip(int port) throws IOException {
    String version;
    try {
      version = run(List.of("openssl", "version"));
    } catch (IOException none) {
      version = "none";
    }
    assumeTrue(version.startsWith("OpenSSL"), "needs openssl, there is " + version);
    return new OpenSsl(port);
  }

  /** Fails unless there is a connection, of which this is said. */
  void assertConnects(String words, String... options) throws IOException {
    String output = handshake(options);
    assertFalse(output.contains("Cipher is (NONE)"), output);
    assertTrue(output.contains(words), output);
  }

  /** Fails unless the server refuses, for this reason. */
  void assertAlert(int number, String... options) throws IOException {
    String output = handshake(options);
    assertTrue(output.contains("SSL alert number " + number), output);
  }

  private String handshake(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port));
    command.addAll(List.of(options));
    return run(command);
  }

  private static String run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
