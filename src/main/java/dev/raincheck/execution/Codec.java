package dev.raincheck.execution;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the arguments of a procedure as a JSON array, and reads them back. Thread-safe. */
@Singleton
public class Codec {
  private final ObjectMapper json;

  Codec(ObjectMapper json) {
    this.json = json;
  }

  /**
   * @throws IOException if an argument cannot be written
   */
  public byte[] encode(ProcedureDefinition procedure, @Nullable Object[] arguments)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator generator = json.createGenerator(bytes)) {
      generator.writeStartArray();
      for (int i = 0; i < arguments.length; i++) {
        JavaType type = procedure.parameters().get(i);
        json.writerFor(type).writeValue(generator, arguments[i]);
      }
      generator.writeEndArray();
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IOException if the bytes are not the arguments of this procedure (any more)
   */
  public @Nullable Object[] decode(ProcedureDefinition procedure, byte[] input) throws IOException {
    List<JavaType> types = procedure.parameters();
    @Nullable Object[] arguments = new @Nullable Object[types.size()];
    try (JsonParser parser = json.createParser(input)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new IOException("The stored input is no array of arguments");
      }
      for (int i = 0; i < arguments.length; i++) {
        if (parser.nextToken() == JsonToken.END_ARRAY) {
          throw new IOException("The stored input has too few arguments");
        }
        arguments[i] = json.readerFor(types.get(i)).readValue(parser);
      }
      if (parser.nextToken() != JsonToken.END_ARRAY) {
        throw new IOException("The stored input has too many arguments");
      }
    }
    return arguments;
  }
}
