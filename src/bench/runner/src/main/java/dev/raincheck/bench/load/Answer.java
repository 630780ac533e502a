package dev.raincheck.bench.load;

import java.nio.charset.StandardCharsets;

/**
 * A response.
 *
 * @param status of HTTP
 * @param head status line and headers
 * @param body as it came
 */
public record Answer(int status, String head, byte[] body) {

  /** The value of a header, which must be there. */
  public String header(String name) {
    int at =
        head.toLowerCase(java.util.Locale.ROOT)
            .indexOf("\r\n" + name.toLowerCase(java.util.Locale.ROOT) + ":");
    if (at < 0) {
      throw new IllegalStateException("There is no " + name + " in " + head);
    }
    int from = at + name.length() + 3;
    return head.substring(from, head.indexOf("\r\n", from)).strip();
  }

  /** A number in the JSON body, which must be there. */
  public long number(String field) {
    String json = text();
    int from = json.indexOf("\"" + field + "\":") + field.length() + 3;
    int to = from;
    while (to < json.length() && Character.isDigit(json.charAt(to))) {
      to++;
    }
    return Long.parseLong(json.substring(from, to));
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
