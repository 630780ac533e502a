package dev.raincheck.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLContext;

/** One connection of HTTP/1.1 over TLS, for several requests. */
final class KeptOpen implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;
  private final BufferedReader answers;

  private KeptOpen(Socket socket) throws IOException {
    this.socket = socket;
    this.answers =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  static KeptOpen to(URI service, SSLContext trust) throws IOException {
    Socket socket = trust.getSocketFactory().createSocket(service.getHost(), service.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new KeptOpen(socket);
  }

  /** The first line of the answer. */
  String get(String path) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    String status = answers.readLine();
    int length = 0;
    for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    for (int i = 0; i < length; i++) {
      answers.read();
    }
    return status;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
