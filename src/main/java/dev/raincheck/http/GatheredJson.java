package dev.raincheck.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.BatchResult;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.GatheredCall;
import dev.raincheck.core.Lifecycle;
import dev.raincheck.core.StoredResponse;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes what a call of a batch has come to, as a {@link BatchResult}. Thread-safe. */
@Singleton
class GatheredJson {
  private static final Pattern JSON =
      Pattern.compile("application/(?:[^;\\s]+\\+)?json\\s*(?:;.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s\";]+)", Pattern.CASE_INSENSITIVE);

  private static final int NOT_YET = 202;

  private final ObjectMapper json;
  private final CallViews views;

  GatheredJson(ObjectMapper json, CallViews views) {
    this.json = json;
    this.views = views;
  }

  /** Writes one object, in one line. */
  void write(GatheredCall call, OutputStream to) {
    try (JsonGenerator generator = json.createGenerator(to)) {
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.writeStartObject();
      generator.writeNumberField("index", call.index());
      generator.writeStringField("callId", call.id().toString());
      generator.writeStringField("state", call.state().map(Enum::name).orElse(null));
      outcome(call, generator);
      generator.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void outcome(GatheredCall call, JsonGenerator generator) throws IOException {
    if (call.state().isEmpty()) {
      problem(Problem.of(ProblemType.NOT_FOUND, "The call was deleted."), call, generator);
    } else if (!call.state().get().isFinal()) {
      generator.writeNumberField("status", NOT_YET);
    } else if (call.response().isEmpty()) {
      problem(
          Problem.of(ProblemType.CALL_UNREADABLE, "Its result cannot be read any more."),
          call,
          generator);
    } else {
      response(call, call.response().get(), generator);
    }
  }

  private void response(GatheredCall call, StoredResponse response, JsonGenerator generator)
      throws IOException {
    String mediaType = response.mediaType();
    Optional<Problem> problem =
        mediaType == null && response.status() >= 400
            ? Lifecycle.problemOf(call.state().orElseThrow(), call.failure())
            : Optional.empty();
    if (problem.isPresent()) {
      problem(problem.get(), call, generator);
      return;
    }
    generator.writeNumberField("status", response.status());
    if (mediaType != null) {
      generator.writeStringField("contentType", mediaType);
      body(response.body(), mediaType, generator);
    }
  }

  private void problem(Problem problem, GatheredCall call, JsonGenerator generator)
      throws IOException {
    generator.writeNumberField("status", problem.status());
    generator.writeStringField("contentType", Problem.MEDIA_TYPE);
    generator.writeFieldName("body");
    json.writeValue(generator, problem.about(views.self(call.id()), call.attempt()));
  }

  private void body(byte[] bytes, String mediaType, JsonGenerator generator) throws IOException {
    Optional<String> text = text(bytes, mediaType);
    if (text.isPresent() && JSON.matcher(mediaType).matches() && isOneValue(bytes)) {
      generator.writeFieldName("body");
      // Between its tokens only: in a string of JSON a line does not end.
      generator.writeRawValue(text.get().replace('\n', ' ').replace('\r', ' '));
    } else {
      generator.writeStringField(
          "body", text.orElseGet(() -> Base64.getEncoder().encodeToString(bytes)));
      generator.writeStringField(
          "bodyEncoding", text.isPresent() ? BatchResult.UTF_8 : BatchResult.BASE64);
    }
  }

  /** A procedure may call anything JSON: what is not would spoil the whole array. */
  private boolean isOneValue(byte[] bytes) {
    try (JsonParser parser = json.createParser(bytes)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException malformed) {
      return false;
    }
  }

  private static Optional<String> text(byte[] bytes, String mediaType) {
    Matcher declared = CHARSET.matcher(mediaType);
    try {
      Charset charset =
          declared.find() ? Charset.forName(declared.group(1)) : StandardCharsets.UTF_8;
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException | IllegalArgumentException notText) {
      return Optional.empty();
    }
  }
}
