package dev.raincheck.http;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.execution.InputReader;
import dev.raincheck.execution.ProcedureDefinition;
import io.quarkus.arc.Arc;
import jakarta.inject.Singleton;
import jakarta.interceptor.InvocationContext;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Bean Validation of the arguments of a call, before anything is stored. */
@Singleton
class ArgumentCheck {
  private final Validator validator;

  ArgumentCheck(Validator validator) {
    this.validator = validator;
  }

  /**
   * @throws ProblemException 422 with {@code violations[]}
   */
  void check(InvocationContext invocation) {
    var violations =
        validator
            .forExecutables()
            .validateParameters(
                invocation.getTarget(), invocation.getMethod(), invocation.getParameters());
    if (!violations.isEmpty()) {
      throw new ProblemException(problem(violations));
    }
  }

  /** What is wrong with arguments; fields as {@link InputReader#field} has them. */
  List<Problem.Violation> violations(ProcedureDefinition procedure, @Nullable Object[] arguments) {
    Object target = Arc.container().instance(procedure.method().getDeclaringClass()).get();
    return validator
        .forExecutables()
        .validateParameters(target, procedure.method(), arguments)
        .stream()
        .map(
            violation ->
                new Problem.Violation(
                    input(procedure, violation.getPropertyPath()), violation.getMessage()))
        .sorted(Comparator.comparing(Problem.Violation::field))
        .toList();
  }

  private static String input(ProcedureDefinition procedure, Path path) {
    StringBuilder field = new StringBuilder();
    for (Path.Node node : path) {
      if (node.getKind() == ElementKind.PARAMETER) {
        int index = node.as(Path.ParameterNode.class).getParameterIndex();
        field.append(InputReader.field(procedure, index));
      } else if (node.getKind() != ElementKind.METHOD) {
        field.append('.').append(node);
      }
    }
    return field.toString();
  }

  static Problem problem(Collection<? extends ConstraintViolation<?>> violations) {
    return Problem.of(ProblemType.VALIDATION_FAILED, "The request was not stored.")
        .withViolations(
            violations.stream()
                .map(
                    violation ->
                        new Problem.Violation(
                            field(violation.getPropertyPath()), violation.getMessage()))
                .sorted(Comparator.comparing(Problem.Violation::field))
                .toList());
  }

  /** The path without the name of the Java method. */
  private static String field(Path path) {
    return StreamSupport.stream(path.spliterator(), false)
        .filter(node -> node.getKind() != ElementKind.METHOD)
        .map(Path.Node::toString)
        .collect(Collectors.joining("."));
  }
}
