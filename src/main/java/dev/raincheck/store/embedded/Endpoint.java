package dev.raincheck.store.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to reach the embedded server.
 *
 * @param port on the loopback interface
 * @param password of {@link #USER}
 */
record Endpoint(int port, String password) {
  static final String USER = "raincheck";

  private static final String HOST = "127.0.0.1";
  private static final String DATABASE = "postgres";
  private static final int PASSWORD_BYTES = 24;

  // Not a static initialiser: in a native build that would run on the builder's machine.
  private static @Nullable Endpoint ofThisRun;

  /**
   * The endpoint of this run of the application, chosen when first asked for. The configuration is
   * built more than once a run and all of them must agree; a reload in dev mode loads this class
   * anew and so chooses again.
   *
   * @param setting gives the value of a setting by its name
   */
  static synchronized Endpoint ofThisRun(Function<String, String> setting) {
    Endpoint chosen = ofThisRun;
    if (chosen == null) {
      chosen = choose(setting);
      ofThisRun = chosen;
    }
    return chosen;
  }

  static Endpoint choose(Function<String, String> setting) {
    int port = Integer.parseInt(setting.apply(EmbeddedConfig.PORT));
    boolean ephemeral = Boolean.parseBoolean(setting.apply(EmbeddedConfig.EPHEMERAL));
    Path dataDir = DataDirectory.locate(Path.of(setting.apply(EmbeddedConfig.DATA_DIR)));
    String stored = ephemeral ? "" : storedPassword(dataDir);
    return new Endpoint(port == 0 ? freePort() : port, stored.isEmpty() ? newPassword() : stored);
  }

  String jdbcUrl() {
    return "jdbc:" + reactiveUrl();
  }

  String reactiveUrl() {
    return "postgresql://" + HOST + ":" + port + "/" + DATABASE;
  }

  /** Without the password, which must not get into a log. */
  @Override
  public String toString() {
    return HOST + ":" + port;
  }

  private static String storedPassword(Path dataDir) {
    try {
      return Files.readString(DataDirectory.passwordFile(dataDir)).strip();
    } catch (IOException notYetOrNotOurs) {
      // Whether this directory can be used at all is for the start to say, with a reason.
      return "";
    }
  }

  private static String newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No free port for the embedded PostgreSQL", e);
    }
  }
}
