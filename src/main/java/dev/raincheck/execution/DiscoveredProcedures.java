package dev.raincheck.execution;

import dev.raincheck.procedure.Procedure;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.invoke.Invoker;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@link ProcedureDiscovery} found in the build.
 *
 * @param procedures in the order of their names
 */
public record DiscoveredProcedures(List<Discovered> procedures) {

  /**
   * One procedure.
   *
   * @param annotation its own, or that of the interface
   * @param method of the resource class
   * @param route where it is called
   * @param inputs where each of its parameters stands in a JSON input
   * @param produces media type of its answer; empty for the usual one
   * @param threading where it runs
   * @param invoker runs the method on its bean, through all interceptors
   */
  record Discovered(
      Procedure annotation,
      Method method,
      Route route,
      List<Input> inputs,
      String produces,
      Threading threading,
      Invoker<Object, Object> invoker) {}

  /** Makes the bean at run time from what the build wrote down. */
  public static final class Creator implements SyntheticBeanCreator<DiscoveredProcedures> {
    @Override
    @SuppressWarnings("unchecked") // the parameters of a synthetic bean have no generic types
    public DiscoveredProcedures create(Instance<Object> lookup, Parameters parameters) {
      Class<?>[] beans = parameters.get("beans", Class[].class);
      String[] methods = parameters.get("methods", String[].class);
      String[] signatures = parameters.get("signatures", String[].class);
      Procedure[] annotations = parameters.get("annotations", Procedure[].class);
      String[] verbs = parameters.get("verbs", String[].class);
      String[] paths = parameters.get("paths", String[].class);
      String[] inputs = parameters.get("inputs", String[].class);
      String[] produces = parameters.get("produces", String[].class);
      String[] threadings = parameters.get("threadings", String[].class);
      Invoker<Object, Object>[] invokers = parameters.get("invokers", Invoker[].class);
      List<Discovered> procedures = new ArrayList<>();
      for (int i = 0; i < beans.length; i++) {
        procedures.add(
            new Discovered(
                annotations[i],
                method(beans[i], methods[i], signatures[i]),
                new Route(verbs[i], paths[i]),
                Input.parse(inputs[i]),
                produces[i],
                Threading.valueOf(threadings[i]),
                invokers[i]));
      }
      return new DiscoveredProcedures(List.copyOf(procedures));
    }

    /** CDI keeps intercepted methods for reflection, in a native image too. */
    private static Method method(Class<?> bean, String name, String signature) {
      return Arrays.stream(bean.getDeclaredMethods())
          .filter(method -> method.getName().equals(name) && !method.isBridge())
          .filter(
              method ->
                  Arrays.stream(method.getParameterTypes())
                      .map(Creator::rawName)
                      .collect(Collectors.joining(","))
                      .equals(signature))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(bean.getName() + "." + name + " is gone"));
    }

    private static String rawName(Class<?> type) {
      return type.isArray() ? rawName(type.getComponentType()) + "[]" : type.getName();
    }
  }
}
