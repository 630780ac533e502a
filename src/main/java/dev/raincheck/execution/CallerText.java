package dev.raincheck.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.raincheck.procedure.Caller;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A caller as JSON, which is kept with its calls. */
public final class CallerText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUBJECT = "sub";
  private static final String TENANT = "tenant";
  private static final String ROLES = "roles";

  private CallerText() {}

  public static String write(Caller caller) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put(SUBJECT, caller.subject());
    caller.tenant().ifPresent(tenant -> object.put(TENANT, tenant));
    ArrayNode roles = object.putArray(ROLES);
    new TreeSet<>(caller.roles()).forEach(roles::add);
    return object.toString();
  }

  /** What cannot be read is nobody: a procedure must not take it for somebody else. */
  static Optional<Caller> read(String text) {
    try {
      JsonNode object = JSON.readTree(text);
      if (!object.path(SUBJECT).isTextual()) {
        return Optional.empty();
      }
      Set<String> roles = new TreeSet<>();
      object.path(ROLES).forEach(role -> roles.add(role.asText()));
      Optional<String> tenant =
          Optional.of(object.path(TENANT)).filter(JsonNode::isTextual).map(JsonNode::asText);
      return Optional.of(new Caller(object.path(SUBJECT).asText(), tenant, roles));
    } catch (JsonProcessingException unreadable) {
      return Optional.empty();
    }
  }
}
