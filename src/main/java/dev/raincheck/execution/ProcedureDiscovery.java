package dev.raincheck.execution;

import dev.raincheck.procedure.Procedure;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.InvokerFactory;
import jakarta.enterprise.inject.build.compatible.spi.InvokerInfo;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Finds every {@link Procedure} when the application is built, so that nothing is scanned or
 * reflected upon at run time, and fails the build over what cannot work. A CDI build compatible
 * extension; its methods run in the build only.
 */
public final class ProcedureDiscovery implements BuildCompatibleExtension {

  /** A procedure as the build sees it. */
  private record Found(
      ClassInfo bean,
      MethodInfo method,
      AnnotationInfo annotation,
      Route route,
      Threading threading,
      InvokerInfo invoker) {}

  private final Map<String, Found> procedures = new TreeMap<>();

  /** Puts the annotation of an interface's method on the class's, where the interceptor sees it. */
  @Enhancement(types = Object.class, withSubtypes = true)
  public void inheritFromInterfaces(ClassConfig bean) {
    if (bean.info().isInterface() || bean.info().isAbstract()) {
      return;
    }
    bean.methods().stream()
        .filter(method -> !method.info().hasAnnotation(Procedure.class))
        .forEach(
            method ->
                Declarations.overridden(method.info())
                    .filter(declared -> declared.hasAnnotation(Procedure.class))
                    .map(declared -> declared.annotation(Procedure.class))
                    .findFirst()
                    .ifPresent(method::addAnnotation));
  }

  @Registration(types = Object.class)
  public void find(BeanInfo bean, InvokerFactory invokers, Messages messages) {
    if (!bean.isClassBean()) {
      return;
    }
    ClassInfo type = bean.declaringClass();
    if (type.hasAnnotation(Procedure.class) && !type.hasAnnotation(Interceptor.class)) {
      messages.error("@Procedure belongs on a method of a resource, not on the class", type);
    }
    for (MethodInfo method : type.methods()) {
      AnnotationInfo annotation = method.annotation(Procedure.class);
      // The methods of interfaces are among them; the class's own stands for what it implements.
      if (annotation != null && !method.isAbstract()) {
        register(bean, method, annotation, invokers, messages);
      }
    }
  }

  private void register(
      BeanInfo bean,
      MethodInfo method,
      AnnotationInfo annotation,
      InvokerFactory invokers,
      Messages messages) {
    String where = method.declaringClass().name() + "." + method.name();
    Optional<Route> route = Route.of(method);
    List<String> complaints = new ArrayList<>(Declarations.complaints(method));
    String name = annotation.member("name").asString();
    if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
      complaints.add("its name must be 1 to 100 of a-z A-Z 0-9 . _ -, not \"" + name + '"');
    }
    if (route.isEmpty()) {
      complaints.add("it is no JAX-RS resource method: it needs a method and a path");
    }
    Found other = procedures.get(name);
    if (other != null) {
      complaints.add(
          "there is another procedure of the name \""
              + name
              + "\": "
              + other.method().declaringClass().name()
              + "."
              + other.method().name());
    }
    complaints.forEach(
        complaint -> messages.error("@Procedure " + where + ": " + complaint, method));
    if (complaints.isEmpty()) {
      InvokerInfo invoker = invokers.createInvoker(bean, method).withInstanceLookup().build();
      procedures.put(
          name,
          new Found(
              bean.declaringClass(),
              method,
              annotation,
              route.orElseThrow(),
              threading(method, annotation),
              invoker));
    }
  }

  private static Threading threading(MethodInfo method, AnnotationInfo annotation) {
    if (annotation.member("virtualThread").asBoolean()
        || Declarations.isAnnotated(method, RunOnVirtualThread.class)) {
      return Threading.VIRTUAL;
    }
    return Declarations.isAnnotated(method, NonBlocking.class)
        ? Threading.EVENT_LOOP
        : Threading.WORKER;
  }

  /** Hands what was found over to run time. */
  @Synthesis
  public void synthesize(SyntheticComponents components) {
    List<Found> found = List.copyOf(procedures.values());
    components
        .addBean(DiscoveredProcedures.class)
        .type(DiscoveredProcedures.class)
        .scope(Singleton.class)
        .createWith(DiscoveredProcedures.Creator.class)
        .withParam("beans", found.stream().map(Found::bean).toArray(ClassInfo[]::new))
        .withParam("methods", strings(found, procedure -> procedure.method().name()))
        .withParam(
            "signatures", strings(found, procedure -> Declarations.signature(procedure.method())))
        .withParam(
            "annotations", found.stream().map(Found::annotation).toArray(AnnotationInfo[]::new))
        .withParam("verbs", strings(found, procedure -> procedure.route().verb()))
        .withParam("paths", strings(found, procedure -> procedure.route().path()))
        .withParam(
            "inputs",
            strings(
                found,
                procedure -> InputDeclarations.lines(procedure.method(), procedure.route().path())))
        .withParam(
            "produces", strings(found, procedure -> Declarations.produces(procedure.method())))
        .withParam("threadings", strings(found, procedure -> procedure.threading().name()))
        .withParam("invokers", found.stream().map(Found::invoker).toArray(InvokerInfo[]::new));
  }

  private static String[] strings(List<Found> found, Function<Found, String> value) {
    return found.stream().map(value).toArray(String[]::new);
  }
}
