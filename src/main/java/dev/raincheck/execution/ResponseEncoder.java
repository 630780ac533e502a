package dev.raincheck.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.core.StoredResponse;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.GenericEntity;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Providers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.common.util.MediaTypeHelper;
import org.jspecify.annotations.Nullable;

/** Turns what a procedure returns into the bytes and headers of its response. Thread-safe. */
@ApplicationScoped
class ResponseEncoder {
  private static final int OK = Response.Status.OK.getStatusCode();
  private static final int HIGHEST_STATUS = 599;
  private static final int NO_CONTENT = Response.Status.NO_CONTENT.getStatusCode();
  private static final Annotation[] NO_ANNOTATIONS = {};
  private static final String JSON = MediaType.APPLICATION_JSON + ";charset=UTF-8";
  private static final String TEXT = MediaType.TEXT_PLAIN + ";charset=UTF-8";

  /** What belongs to the connection or is written anew with every replay. */
  private static final Set<String> NOT_KEPT = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    NOT_KEPT.addAll(
        List.of(
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.CONTENT_LENGTH,
            HttpHeaders.DATE,
            "Connection",
            "Transfer-Encoding"));
  }

  private final ObjectMapper json;
  private final Providers providers;
  private final LimitsConfig limits;

  ResponseEncoder(ObjectMapper json, Providers providers, LimitsConfig limits) {
    this.json = json;
    this.providers = providers;
    this.limits = limits;
  }

  /** The answer has no form that can be stored; the message is for the caller. */
  static final class NotEncodable extends Exception {
    private static final long serialVersionUID = 1L;

    NotEncodable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The response that a synchronous call would have given. */
  StoredResponse encode(ProcedureDefinition procedure, @Nullable Object answer)
      throws NotEncodable {
    if (answer instanceof RestResponse<?> rest) {
      return encode(procedure.produces(), rest.toResponse());
    } else if (answer instanceof Response response) {
      return encode(procedure.produces(), response);
    }
    @Nullable ResponseStatus declared = procedure.method().getAnnotation(ResponseStatus.class);
    int status = declared == null ? OK : declared.value();
    return encode(procedure.produces(), Response.status(status).entity(answer).build());
  }

  /**
   * @param produces media type of a body that does not bring its own; empty for the usual one
   */
  StoredResponse encode(String produces, Response response) throws NotEncodable {
    if (response.getStatus() < OK || response.getStatus() > HIGHEST_STATUS) {
      throw new NotEncodable(
          "The result has the status " + response.getStatus() + ", which no response can have.",
          null);
    }
    Object entity = response.hasEntity() ? response.getEntity() : null;
    Object value = entity instanceof GenericEntity<?> generic ? generic.getEntity() : entity;
    if (value == null) {
      int status = response.getStatus() == OK ? NO_CONTENT : response.getStatus();
      return stored(status, null, response, new byte[0]);
    }
    String mediaType = mediaType(produces, response, value);
    byte[] body = body(value, mediaType);
    if (body.length > limits.result().asLongValue()) {
      throw new NotEncodable(
          "The result has "
              + body.length
              + " bytes, and at most "
              + limits.result().asLongValue()
              + " can be stored.",
          null);
    }
    return stored(response.getStatus(), mediaType, response, body);
  }

  private static StoredResponse stored(
      int status, @Nullable String mediaType, Response response, byte[] body) throws NotEncodable {
    try {
      return new StoredResponse(status, mediaType, headers(response), body);
    } catch (IllegalArgumentException impossible) {
      throw new NotEncodable(
          "The result cannot be sent: " + impossible.getMessage() + ".", impossible);
    }
  }

  private static String mediaType(String produces, Response response, Object value) {
    Object own = response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
    if (own != null) {
      return own instanceof MediaType type ? written(type) : own.toString();
    } else if (!produces.isEmpty()) {
      return written(MediaType.valueOf(produces));
    } else if (value instanceof CharSequence) {
      return TEXT;
    }
    return isBinary(value) ? MediaType.APPLICATION_OCTET_STREAM : JSON;
  }

  /** As it is sent: with the character set that text is written in. */
  private static String written(MediaType declared) {
    MediaType type =
        declared.getParameters().isEmpty() && MediaTypeHelper.isTextLike(declared)
            ? declared.withCharset(StandardCharsets.UTF_8.name())
            : declared;
    StringBuilder text = new StringBuilder(type.getType()).append('/').append(type.getSubtype());
    type.getParameters().forEach((name, parameter) -> text.append(';' + name + '=' + parameter));
    return text.toString();
  }

  private static boolean isBinary(Object value) {
    return value instanceof byte[]
        || value instanceof Buffer
        || value instanceof InputStream
        || value instanceof StreamingOutput;
  }

  private byte[] body(Object value, String mediaType) throws NotEncodable {
    try {
      if (value instanceof byte[] bytes) {
        return bytes;
      } else if (value instanceof Buffer buffer) {
        return buffer.getBytes();
      } else if (value instanceof CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
      } else if (value instanceof InputStream stream) {
        try (stream) {
          return stream.readAllBytes();
        }
      } else if (value instanceof StreamingOutput output) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        output.write(bytes);
        return bytes.toByteArray();
      }
      MediaType type = MediaType.valueOf(mediaType);
      return isJson(type) ? json.writeValueAsBytes(value) : written(value, type);
    } catch (JsonProcessingException no) {
      throw new NotEncodable("The result cannot be written as JSON.", no);
    } catch (IOException | RuntimeException | StackOverflowError no) {
      throw new NotEncodable("The result cannot be written.", no);
    }
  }

  private static boolean isJson(MediaType type) {
    return type.getSubtype().equals("json") || type.getSubtype().endsWith("+json");
  }

  @SuppressWarnings("unchecked") // a writer that says that it is writeable takes the value's class
  private byte[] written(Object value, MediaType type) throws IOException, NotEncodable {
    Class<Object> valueClass = (Class<Object>) value.getClass();
    MessageBodyWriter<Object> writer =
        providers.getMessageBodyWriter(valueClass, valueClass, NO_ANNOTATIONS, type);
    if (writer == null) {
      throw new NotEncodable("Nothing writes the result as " + type + ".", null);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writer.writeTo(
        value, valueClass, valueClass, NO_ANNOTATIONS, type, new MultivaluedHashMap<>(), bytes);
    return bytes.toByteArray();
  }

  private static Map<String, List<String>> headers(Response response) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    response
        .getStringHeaders()
        .forEach(
            (name, values) -> {
              if (!NOT_KEPT.contains(name)) {
                headers.put(name, new ArrayList<>(values));
              }
            });
    return headers;
  }
}
