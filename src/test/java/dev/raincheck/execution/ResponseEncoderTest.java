package dev.raincheck.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.core.StoredResponse;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Providers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseEncoderTest {

  /** A host that brings nothing of its own. */
  private static final class NoProviders implements Providers {
    @Override
    public <T> @Nullable MessageBodyReader<T> getMessageBodyReader(
        Class<T> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
      return null;
    }

    @Override
    public <T> @Nullable MessageBodyWriter<T> getMessageBodyWriter(
        Class<T> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
      return null;
    }

    @Override
    public <T extends Throwable> @Nullable ExceptionMapper<T> getExceptionMapper(Class<T> type) {
      return null;
    }

    @Override
    public <T> @Nullable ContextResolver<T> getContextResolver(
        Class<T> contextType, MediaType mediaType) {
      return null;
    }
  }

  private final ResponseEncoder encoder =
      new ResponseEncoder(
          new ObjectMapper(), new NoProviders(), () -> new MemorySize(BigInteger.valueOf(100)));

  private StoredResponse encode(Response response) throws Exception {
    return encoder.encode("", response);
  }

  private String refused(Response response) {
    return assertThrows(ResponseEncoder.NotEncodable.class, () -> encode(response)).getMessage();
  }

  @Test
  void nothingIsNoContent() throws Exception {
    StoredResponse stored = encode(Response.ok().build());
    assertEquals(204, stored.status());
    assertNull(stored.mediaType());
    assertEquals(404, encode(Response.status(404).build()).status());
  }

  @Test
  void bytesStayAsTheyAre() throws Exception {
    byte[] bytes = {0, -1, 7};
    assertArrayEquals(bytes, encode(Response.ok(bytes).build()).body());
    assertArrayEquals(bytes, encode(Response.ok(new ByteArrayInputStream(bytes)).build()).body());
    assertEquals("image/png", encode(Response.ok(bytes).type("image/png").build()).mediaType());
  }

  @Test
  void aTextIsNotQuoted() throws Exception {
    StoredResponse stored = encode(Response.ok("{\"a\":1}").type("application/json").build());
    assertEquals("{\"a\":1}", new String(stored.body(), StandardCharsets.UTF_8));
    assertEquals("application/json", stored.mediaType());
  }

  @Test
  void headersAreKeptButNotThoseOfTheConnection() throws Exception {
    StoredResponse stored =
        encode(
            Response.status(201)
                .entity(Map.of("a", 1))
                .header("X-Kept", "one")
                .header("X-Kept", "two")
                .header("content-length", 3)
                .header("connection", "close")
                .header("Transfer-Encoding", "chunked")
                .header("Date", "today")
                .build());
    assertEquals(201, stored.status());
    assertEquals(Map.of("X-Kept", List.of("one", "two")), stored.headers());
    assertEquals("{\"a\":1}", new String(stored.body(), StandardCharsets.UTF_8));
  }

  @Test
  void theLimitIsThatOfTheBody() throws Exception {
    assertEquals(100, encode(Response.ok("x".repeat(100)).build()).body().length);
    String refused = refused(Response.ok("x".repeat(101)).build());
    assertTrue(refused.contains("101") && refused.contains("100"), refused);
  }

  @Test
  void whatCannotBeWrittenIsRefusedWithoutTellingWhy() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("secret");
          }
        };
    assertEquals("The result cannot be written.", refused(Response.ok(broken).build()));
    assertEquals("The result cannot be written as JSON.", refused(Response.ok(this).build()));
    assertEquals(
        "Nothing writes the result as application/x-odd.",
        refused(Response.ok(Map.of()).type("application/x-odd").build()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 99, 100, 199, 600, 999})
  void aStatusThatNoAnswerCanHaveIsRefused(int status) {
    String refused = refused(Response.ok("x").status(status).build());
    assertEquals("The result has the status " + status + ", which no response can have.", refused);
    assertEquals(refused, refused(Response.ok().status(status).build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "text/", "text/plain\r\nX: y", "text/plain, image/png"})
  void aMediaTypeThatIsNoneIsRefused(String type) {
    String refused = refused(Response.ok("x").header("Content-Type", type).build());
    assertEquals("The result cannot be sent: its media type is none.", refused);
  }

  @Test
  void aHeaderThatNoAnswerCanHaveIsRefused() {
    assertEquals(
        "The result cannot be sent: a header cannot have such a name.",
        refused(Response.ok("x").header("A name", "y").build()));
    assertEquals(
        "The result cannot be sent: the header X has control characters.",
        refused(Response.ok("x").header("X", "a\r\nY: b").build()));
  }
}
