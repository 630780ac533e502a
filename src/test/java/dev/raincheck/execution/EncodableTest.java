package dev.raincheck.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodableTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder().addModules(new JavaTimeModule(), new Jdk8Module()).build();

  record Order(String item, int count) {}

  interface Shape {}

  abstract static class Animal {
    public String name = "";
  }

  static final class Nothing {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
  interface Tagged {}

  record Circle(int radius) implements Tagged {}

  record Node(String name, List<Node> children) {}

  private static Optional<String> complaint(Class<?> type) {
    return new Encodable(JSON).complaint(JSON.constructType(type));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        String.class,
        int.class,
        byte[].class,
        Object.class,
        Map.class,
        List.class,
        UUID.class,
        Instant.class,
        Optional.class,
        Order.class,
        Tagged.class,
        Node.class,
        Thread.State.class
      })
  void whatJacksonWritesAndReadsIsStored(Class<?> type) {
    assertEquals(Optional.empty(), complaint(type));
  }

  @ParameterizedTest
  @ValueSource(classes = {Shape.class, Animal.class, Nothing.class, Runnable.class})
  void whatItCannotIsRefusedByName(Class<?> type) {
    String complaint = complaint(type).orElseThrow();
    assertTrue(complaint.contains(type.getSimpleName()), complaint);
  }

  @Test
  void theContentsOfAContainerCountToo() {
    var shapes = JSON.getTypeFactory().constructCollectionType(List.class, Shape.class);
    assertTrue(new Encodable(JSON).complaint(shapes).isPresent());
  }
}
