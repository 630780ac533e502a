package dev.raincheck.contract.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FetchResultTest {

  private final ObjectMapper json = new ObjectMapper();

  @Test
  void survivesJson() throws Exception {
    FetchResult result =
        new FetchResult(
            "http://a/", 200, Map.of("content-type", "text/plain"), "hi", FetchResult.UTF_8, 1.5);
    String text = json.writeValueAsString(result);
    assertEquals(
        "{\"url\":\"http://a/\",\"status\":200,\"headers\":{\"content-type\":\"text/plain\"},"
            + "\"body\":\"hi\",\"bodyEncoding\":\"utf-8\",\"elapsedMs\":1.5}",
        text);
    assertEquals(result, json.readValue(text, FetchResult.class));
  }

  @Test
  void doesWithoutHeadersAndBody() throws Exception {
    FetchResult result =
        json.readValue(
            "{\"url\":\"http://a/\",\"status\":204,\"bodyEncoding\":\"utf-8\"}", FetchResult.class);
    assertEquals(Map.of(), result.headers());
    assertEquals("", result.body());
  }

  @Test
  void needsAUrl() {
    assertThrows(
        NullPointerException.class,
        () -> new FetchResult(null, 200, Map.of(), "", FetchResult.UTF_8, 0));
  }
}
