package dev.raincheck.execution;

import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.enterprise.lang.model.declarations.ParameterInfo;
import jakarta.enterprise.lang.model.types.Type;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Questions about declarations that JAX-RS answers by inheritance. Used in the build only. */
final class Declarations {
  /** What stands for a connection or a stream, and is gone when the method runs. */
  private static final Set<String> BOUND_TO_THE_REQUEST =
      Set.of(
          "java.io.InputStream",
          "java.io.Reader",
          "java.io.File",
          "java.nio.file.Path",
          "org.jboss.resteasy.reactive.multipart.FileUpload",
          "io.smallrye.mutiny.Multi",
          "io.smallrye.mutiny.Uni",
          "jakarta.ws.rs.container.AsyncResponse",
          "jakarta.ws.rs.container.ContainerRequestContext",
          "jakarta.ws.rs.core.HttpHeaders",
          "jakarta.ws.rs.core.Request",
          "jakarta.ws.rs.core.SecurityContext",
          "jakarta.ws.rs.core.UriInfo",
          "jakarta.ws.rs.sse.Sse",
          "jakarta.ws.rs.sse.SseEventSink",
          "io.vertx.core.http.HttpServerRequest",
          "io.vertx.core.http.HttpServerResponse",
          "io.vertx.ext.web.RoutingContext");

  private static final Set<String> STREAMS =
      Set.of(
          "io.smallrye.mutiny.Multi",
          "java.util.concurrent.Flow$Publisher",
          "org.jboss.resteasy.reactive.RestMulti");

  private Declarations() {}

  /** What makes a method unfit to be a procedure. */
  static List<String> complaints(MethodInfo method) {
    Stream<String> streamed =
        STREAMS.contains(rawName(method.returnType()))
            ? Stream.of("it returns a stream, which cannot be stored as one result")
            : Stream.empty();
    Stream<String> hidden =
        Modifier.isPublic(method.modifiers())
            ? Stream.empty()
            : Stream.of("it is not public, so JAX-RS does not see it");
    return Stream.of(hidden, streamed, unfitParameters(method)).flatMap(all -> all).toList();
  }

  private static Stream<String> unfitParameters(MethodInfo method) {
    return withOverridden(method)
        .flatMap(declared -> declared.parameters().stream())
        .filter(Declarations::isBoundToTheRequest)
        .map(
            parameter ->
                "its parameter \""
                    + parameter.name()
                    + "\" of type "
                    + rawName(parameter.type())
                    + " cannot be stored and read back")
        .distinct();
  }

  private static boolean isBoundToTheRequest(ParameterInfo parameter) {
    return parameter.hasAnnotation(Context.class)
        || parameter.hasAnnotation(Suspended.class)
        || BOUND_TO_THE_REQUEST.contains(rawName(parameter.type()));
  }

  /**
   * The first media type of {@code @Produces} on a method or its class; empty without one. Without
   * one, primitives are text to JAX-RS.
   */
  static String produces(MethodInfo method) {
    return Stream.concat(
            withOverridden(method).map(declared -> declared.annotation(Produces.class)),
            withSuperTypes(method.declaringClass()).map(type -> type.annotation(Produces.class)))
        .filter(Objects::nonNull)
        .map(annotation -> annotation.value().asArray().get(0).asString())
        .findFirst()
        .orElse(method.returnType().isPrimitive() ? MediaType.TEXT_PLAIN : "");
  }

  /** Whether a method, or the class it stands in, carries an annotation. */
  static boolean isAnnotated(MethodInfo method, Class<? extends Annotation> annotation) {
    return withOverridden(method)
        .anyMatch(
            declared ->
                declared.hasAnnotation(annotation)
                    || declared.declaringClass().hasAnnotation(annotation));
  }

  /** The method itself, then those that it overrides. */
  static Stream<MethodInfo> withOverridden(MethodInfo method) {
    return Stream.concat(Stream.of(method), overridden(method));
  }

  /** The methods of super types that a method overrides or implements. */
  static Stream<MethodInfo> overridden(MethodInfo method) {
    return withSuperTypes(method.declaringClass())
        .skip(1)
        .flatMap(type -> type.methods().stream())
        .filter(
            other ->
                other.name().equals(method.name()) && signature(other).equals(signature(method)));
  }

  /** A class, then its super classes and interfaces. */
  static Stream<ClassInfo> withSuperTypes(ClassInfo type) {
    ClassInfo parent = type.superClassDeclaration();
    Stream<ClassInfo> parents =
        parent == null || parent.name().equals("java.lang.Object")
            ? Stream.empty()
            : withSuperTypes(parent);
    return Stream.concat(
        Stream.of(type),
        Stream.concat(
            parents,
            type.superInterfacesDeclarations().stream().flatMap(Declarations::withSuperTypes)));
  }

  /** Erased parameter types, separated by commas. */
  static String signature(MethodInfo method) {
    return method.parameters().stream()
        .map(parameter -> rawName(parameter.type()))
        .collect(Collectors.joining(","));
  }

  private static String rawName(Type type) {
    return switch (type.kind()) {
      case PRIMITIVE -> type.asPrimitive().name();
      case CLASS -> type.asClass().declaration().name();
      case PARAMETERIZED_TYPE -> type.asParameterizedType().declaration().name();
      case ARRAY -> rawName(type.asArray().componentType()) + "[]";
      case VOID, TYPE_VARIABLE, WILDCARD_TYPE -> "java.lang.Object";
    };
  }
}
