package dev.raincheck.execution;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every procedure of this application, by name and by method. Made once, at the start, which fails
 * where a parameter cannot be written and read back. Thread-safe.
 */
@Singleton
public class ProcedureRegistry {
  private final Map<String, ProcedureDefinition> byName = new TreeMap<>();
  private final Map<Method, ProcedureDefinition> byMethod = new HashMap<>();

  ProcedureRegistry(DiscoveredProcedures discovered, ObjectMapper json) {
    Encodable encodable = new Encodable(json);
    for (DiscoveredProcedures.Discovered found : discovered.procedures()) {
      List<JavaType> parameters = new ArrayList<>();
      for (Type type : found.method().getGenericParameterTypes()) {
        JavaType parameter = json.constructType(type);
        encodable
            .complaint(parameter)
            .ifPresent(
                complaint -> {
                  throw new IllegalStateException(
                      "Procedure \"" + found.annotation().name() + "\": " + complaint);
                });
        parameters.add(parameter);
      }
      ProcedureDefinition definition =
          new ProcedureDefinition(
              found.annotation().name(),
              found.route().verb(),
              found.route().path(),
              found.method(),
              List.copyOf(parameters),
              found.inputs(),
              found.produces(),
              found.threading(),
              found.invoker());
      byName.put(definition.name(), definition);
      byMethod.put(definition.method(), definition);
    }
  }

  /** All, in the order of their names. */
  public Collection<ProcedureDefinition> all() {
    return byName.values();
  }

  public Optional<ProcedureDefinition> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The procedure that this method of a resource class is. */
  public Optional<ProcedureDefinition> of(Method method) {
    return Optional.ofNullable(byMethod.get(method));
  }
}
