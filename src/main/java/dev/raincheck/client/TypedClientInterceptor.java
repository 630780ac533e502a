package dev.raincheck.client;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/**
 * Begins a {@link TypedCall} for each call of a client's method. It stands inside the interceptors
 * of MicroProfile Fault Tolerance, which may let the same call pass several times: all of these
 * share the call, and so the idempotency key. It also tells the call when its {@code Uni} is
 * cancelled.
 */
@TypedClient
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_AFTER + 500)
class TypedClientInterceptor {
  private static final String CALL = TypedCall.class.getName();

  private final Sources sources;

  TypedClientInterceptor(Sources sources) {
    this.sources = sources;
  }

  @AroundInvoke
  Object around(InvocationContext invocation) throws Exception {
    TypedClient client = invocation.getInterceptorBinding(TypedClient.class);
    TypedCall call =
        (TypedCall)
            invocation
                .getContextData()
                .computeIfAbsent(CALL, absent -> TypedCall.current().orElseGet(this::newCall));
    call.of(client.key(), client.timeoutMillis());
    Object answer = call.during(invocation::proceed);
    return answer instanceof Uni<?> uni ? call.around(uni) : answer;
  }

  private TypedCall newCall() {
    return new TypedCall(CallOptions.DEFAULT, new TypedCall.Await(), sources.key());
  }
}
