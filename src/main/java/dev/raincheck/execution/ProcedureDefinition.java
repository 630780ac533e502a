package dev.raincheck.execution;

import com.fasterxml.jackson.databind.JavaType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.invoke.Invoker;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A procedure at run time.
 *
 * @param name unique
 * @param verb HTTP method
 * @param path path template, beginning with a slash
 * @param method of the resource class
 * @param parameters their types, for decoding
 * @param inputs where each stands in a JSON input
 * @param produces media type of its answer; empty for the usual one
 * @param threading where it runs
 * @param invoker runs the method on its bean, through all interceptors
 */
public record ProcedureDefinition(
    String name,
    String verb,
    String path,
    Method method,
    List<JavaType> parameters,
    List<Input> inputs,
    String produces,
    Threading threading,
    Invoker<Object, Object> invoker) {

  /** Whether the method returns before its answer is there. */
  boolean answersLater() {
    Class<?> type = method.getReturnType();
    return Uni.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type);
  }
}
