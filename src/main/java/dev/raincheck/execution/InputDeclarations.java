package dev.raincheck.execution;

import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.enterprise.lang.model.declarations.ParameterInfo;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.MatrixParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestCookie;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestMatrix;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Tells which parameter of a procedure is the body, and the names of others. In the build only. */
final class InputDeclarations {
  private static final List<Class<? extends Annotation>> NAMED =
      List.of(
          PathParam.class,
          QueryParam.class,
          HeaderParam.class,
          CookieParam.class,
          MatrixParam.class,
          FormParam.class,
          RestPath.class,
          RestQuery.class,
          RestHeader.class,
          RestCookie.class,
          RestMatrix.class,
          RestForm.class,
          BeanParam.class);

  private InputDeclarations() {}

  /** One line for each parameter, as {@link Input#parse} reads them. */
  static String lines(MethodInfo method, String path) {
    List<String> lines =
        IntStream.range(0, method.parameters().size())
            .mapToObj(index -> line(declarations(method, index), path))
            .toList();
    return String.join("\n", lines);
  }

  /** A parameter of the method, and of those that it overrides. */
  private static List<ParameterInfo> declarations(MethodInfo method, int index) {
    return Declarations.withOverridden(method)
        .map(declared -> declared.parameters().get(index))
        .toList();
  }

  private static String line(List<ParameterInfo> declared, String path) {
    String own = declared.get(0).name();
    Optional<String> otherwise =
        annotations(declared, DefaultValue.class)
            .map(annotation -> annotation.value().asString())
            .findFirst();
    Optional<String> name =
        NAMED.stream()
            .flatMap(kind -> annotations(declared, kind))
            .map(annotation -> name(annotation).orElse(own))
            .findFirst();
    boolean ofThePath = path.matches(".*\\{\\s*" + Pattern.quote(own) + "\\s*[:}].*");
    return name.or(() -> ofThePath ? Optional.of(own) : Optional.empty())
        .map(text -> Input.line(text, otherwise))
        .orElse(Input.BODY);
  }

  /** Empty where the annotation leaves it to the parameter itself. */
  private static Optional<String> name(AnnotationInfo annotation) {
    return Optional.of(annotation)
        .filter(named -> named.hasMember("value"))
        .map(named -> named.value().asString())
        .filter(text -> !text.isEmpty() && !text.contains("<<"));
  }

  private static Stream<AnnotationInfo> annotations(
      List<ParameterInfo> declared, Class<? extends Annotation> kind) {
    return declared.stream().map(parameter -> parameter.annotation(kind)).filter(Objects::nonNull);
  }
}
