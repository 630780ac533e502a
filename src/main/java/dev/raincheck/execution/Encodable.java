package dev.raincheck.execution;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Asks Jackson whether it can write a type and read it back. */
final class Encodable {
  private final ObjectMapper json;

  Encodable(ObjectMapper json) {
    this.json = json;
  }

  /** Why a type cannot be a parameter of a procedure; empty if it can. */
  Optional<String> complaint(JavaType type) {
    return Optional.ofNullable(type.getContentType())
        .flatMap(this::complaint)
        .or(() -> ownComplaint(type));
  }

  private Optional<String> ownComplaint(JavaType type) {
    try {
      SerializerProvider writers = json.getSerializerProviderInstance();
      JsonSerializer<?> writer = writers.findValueSerializer(type);
      if (writers.isUnknownTypeSerializer(writer) && !type.isJavaLangObject()) {
        return Optional.of("Jackson cannot write a parameter of type " + type.toCanonical());
      }
      if (reader(type) instanceof AbstractDeserializer) {
        return Optional.of(
            "Jackson cannot read a parameter of the abstract type " + type.toCanonical());
      }
      return Optional.empty();
    } catch (JsonMappingException no) {
      return Optional.of(
          "Jackson cannot store a parameter of type "
              + type.toCanonical()
              + ": "
              + no.getOriginalMessage());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private JsonDeserializer<?> reader(JavaType type) throws IOException {
    DefaultDeserializationContext blueprint =
        (DefaultDeserializationContext) json.getDeserializationContext();
    try (JsonParser nothing = json.createParser("null")) {
      DeserializationContext readers =
          blueprint.createInstance(
              json.getDeserializationConfig(), nothing, json.getInjectableValues());
      return readers.findRootValueDeserializer(type);
    }
  }
}
