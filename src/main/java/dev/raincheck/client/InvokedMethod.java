package dev.raincheck.client;

import dev.raincheck.contract.BatchesApi;
import dev.raincheck.contract.CallsApi;
import dev.raincheck.contract.ProceduresApi;
import io.vertx.core.Context;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.client.impl.RestClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.common.core.BlockingNotAllowedException;

/** The method of a client's interface that a request was made for. */
final class InvokedMethod {
  private static final Set<Class<?>> ABOUT_CALLS =
      Set.of(CallsApi.class, CallsClient.class, BatchesClient.class, ProceduresApi.class);

  private InvokedMethod() {}

  private static Optional<Method> of(ResteasyReactiveClientRequestContext request) {
    return Optional.ofNullable(request.unwrap(RestClientRequestContext.class).getInvokedMethod());
  }

  /** Its name; empty where no interface was used. */
  static String name(ResteasyReactiveClientRequestContext request) {
    return of(request).map(Method::getName).orElse("");
  }

  /** Whether it tells of calls, instead of making one. */
  static boolean isAboutCalls(ResteasyReactiveClientRequestContext request) {
    return of(request).filter(InvokedMethod::isAboutCalls).isPresent();
  }

  /** Of those of batches, one makes calls and is followed like one. */
  private static boolean isAboutCalls(Method method) {
    return ABOUT_CALLS.contains(method.getDeclaringClass())
        || method.getDeclaringClass() == BatchesApi.class && !method.getName().equals("submit");
  }

  /**
   * Refuses to send what this thread would have to wait for and, being an event loop, may not. The
   * client itself refuses only when the request is under way, so that a call would be executed
   * though its caller was refused.
   *
   * @throws BlockingNotAllowedException as the client does then
   */
  static void refuseToBlock(ResteasyReactiveClientRequestContext request) {
    if (Context.isOnEventLoopThread()
        && of(request).filter(method -> !isSuspending(method)).isPresent()
        && !request.unwrap(RestClientRequestContext.class).invokedMethodReturnsAsyncType()) {
      throw new BlockingNotAllowedException();
    }
  }

  /** Kotlin's functions that suspend do not wait, but their return type does not tell. */
  private static boolean isSuspending(Method method) {
    return Stream.of(method.getParameterTypes())
        .anyMatch(type -> type.getName().equals("kotlin.coroutines.Continuation"));
  }
}
