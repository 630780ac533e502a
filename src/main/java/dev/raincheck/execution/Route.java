package dev.raincheck.execution;

import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a procedure is called: its HTTP method and path template.
 *
 * @param verb HTTP method
 * @param path beginning with a slash
 */
record Route(String verb, String path) {

  /** The route of a resource method; empty if it is none. */
  static Optional<Route> of(MethodInfo method) {
    Optional<String> verb = Declarations.withOverridden(method).flatMap(Route::verbs).findFirst();
    Optional<String> root =
        Declarations.withSuperTypes(method.declaringClass())
            .filter(type -> type.hasAnnotation(Path.class))
            .map(type -> type.annotation(Path.class).value().asString())
            .findFirst();
    String own =
        Declarations.withOverridden(method)
            .filter(declared -> declared.hasAnnotation(Path.class))
            .map(declared -> declared.annotation(Path.class).value().asString())
            .findFirst()
            .orElse("");
    return verb.flatMap(name -> root.map(path -> new Route(name, joined(path, own))));
  }

  private static Stream<String> verbs(MethodInfo method) {
    return method.annotations().stream()
        .map(annotation -> annotation.declaration())
        .filter((ClassInfo type) -> type.hasAnnotation(HttpMethod.class))
        .map(type -> type.annotation(HttpMethod.class).value().asString());
  }

  private static String joined(String root, String own) {
    String path = ("/" + root + "/" + own).replaceAll("/{2,}", "/");
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
