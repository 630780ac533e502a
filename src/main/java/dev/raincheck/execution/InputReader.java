package dev.raincheck.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the arguments of a procedure from one JSON value. A procedure whose only parameter is the
 * body takes the value as it is; one that has parameters with names takes an object that has them,
 * and its body, if it has one, as {@code body}. What is missing is as it is in a request: the
 * default, nothing, or an empty collection. Thread-safe.
 */
@Singleton
public class InputReader {
  private static final String BODY = "body";

  private final ObjectMapper json;

  InputReader(ObjectMapper json) {
    this.json = json;
  }

  /** Tells that an input is not what the procedure takes. */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;

    private Unreadable(String field, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.field = field;
    }

    /** Where in the input; begins with a dot unless it is empty. */
    public String field() {
      return field;
    }
  }

  /**
   * @param input null where there is none
   * @throws Unreadable if the procedure does not take it
   */
  public @Nullable Object[] arguments(ProcedureDefinition procedure, @Nullable TokenBuffer input)
      throws Unreadable {
    List<JavaType> types = procedure.parameters();
    @Nullable Object[] arguments = new @Nullable Object[types.size()];
    if (takesBodyAlone(procedure)) {
      arguments[0] = read(types.get(0), tree(input), "");
    } else if (arguments.length > 0) {
      JsonNode object = tree(input);
      if (!object.isObject() && !object.isNull()) {
        throw new Unreadable(
            "", "must be an object with the names of the procedure's parameters", null);
      }
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = argument(types.get(i), procedure.inputs().get(i), object);
      }
    }
    return arguments;
  }

  /** Where in an input a parameter stands; begins with a dot unless it is empty. */
  public static String field(ProcedureDefinition procedure, int parameter) {
    return takesBodyAlone(procedure) ? "" : "." + name(procedure.inputs().get(parameter));
  }

  private static boolean takesBodyAlone(ProcedureDefinition procedure) {
    return procedure.inputs().size() == 1 && procedure.inputs().get(0) instanceof Input.Body;
  }

  private static String name(Input input) {
    return input instanceof Input.Named named ? named.name() : BODY;
  }

  private @Nullable Object argument(JavaType type, Input input, JsonNode object) throws Unreadable {
    String name = name(input);
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      value = missing(type, input);
    } else if (input instanceof Input.Named && type.isCollectionLikeType() && !value.isArray()) {
      value = JsonNodeFactory.instance.arrayNode().add(value);
    }
    return read(type, value, "." + name);
  }

  private static JsonNode missing(JavaType type, Input input) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (input instanceof Input.Named named && type.isCollectionLikeType()) {
      var all = nodes.arrayNode();
      named.otherwise().ifPresent(all::add);
      return all;
    } else if (input instanceof Input.Named named && named.otherwise().isPresent()) {
      return nodes.textNode(named.otherwise().get());
    }
    return nodes.nullNode();
  }

  private JsonNode tree(@Nullable TokenBuffer input) throws Unreadable {
    if (input == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    try {
      TreeNode tree =
          json.reader()
              .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
              .readTree(input.asParser(json));
      return (JsonNode) tree;
    } catch (IOException unreadable) {
      throw new Unreadable("", "cannot be read", unreadable);
    }
  }

  private @Nullable Object read(JavaType type, JsonNode value, String field) throws Unreadable {
    try {
      return json.readerFor(type).readValue(value);
    } catch (JsonMappingException wrong) {
      String path =
          wrong.getPath().stream()
              .map(
                  step ->
                      step.getFieldName() == null
                          ? "[" + step.getIndex() + "]"
                          : "." + step.getFieldName())
              .collect(Collectors.joining());
      throw new Unreadable(field + path, "is not what the procedure takes", wrong);
    } catch (JsonProcessingException wrong) {
      throw new Unreadable(field, "is not what the procedure takes", wrong);
    } catch (IOException impossible) {
      throw new Unreadable(field, "cannot be read", impossible);
    }
  }
}
