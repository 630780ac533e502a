package dev.raincheck.bench.load;

import java.nio.charset.StandardCharsets;

/** Requests as bytes. */
public final class Requests {
  private static final int SIZE = 200;

  private Requests() {}

  /**
   * Work of 200 bytes.
   *
   * @param path of the procedure
   * @param headers further ones, each with its line end
   */
  public static byte[] work(String path, int number, String headers) {
    String start = "{\"id\":\"" + number + "\",\"text\":\"";
    String body = start + "x".repeat(SIZE - start.length() - 2) + "\"}";
    return ("POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + SIZE
            + "\r\n"
            + headers
            + "\r\n"
            + body)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A GET. */
  public static byte[] get(String path, String headers) {
    return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
