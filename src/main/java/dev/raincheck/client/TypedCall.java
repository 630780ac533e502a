package dev.raincheck.client;

import dev.raincheck.contract.CallHeaders;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.AbstractUni;
import io.smallrye.mutiny.subscription.UniSubscriber;
import jakarta.ws.rs.core.GenericType;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method of a typed client: what stays the same of it however often its {@code Uni}
 * is subscribed to. It is bound to the thread while the method is called and while its {@code Uni}
 * is subscribed to, for {@link CallFilter} to find it. Safe for use by several threads.
 */
class TypedCall {
  private static final ThreadLocal<@Nullable TypedCall> CURRENT = new ThreadLocal<>();

  private final CallOptions options;
  private final Mode mode;
  private final String madeKey;
  private volatile String client = "";
  private volatile Duration timeout = Duration.ZERO;
  private volatile @Nullable Runnable onCancel;

  /** What is wanted of the server. */
  sealed interface Mode {
    /** What the request becomes. */
    Uni<Answer> outcome(Following following, ResteasyReactiveClientRequestContext request);
  }

  /** The result. */
  record Await() implements Mode {
    @Override
    public Uni<Answer> outcome(Following following, ResteasyReactiveClientRequestContext request) {
      return following.result();
    }
  }

  /** The result of a call that is known: the request is for its result already. */
  record Collect() implements Mode {
    @Override
    public Uni<Answer> outcome(Following following, ResteasyReactiveClientRequestContext request) {
      return following.resultAt(request.getUri());
    }
  }

  /**
   * The handle, given to the consumer together with the type of the result; then nothing more comes
   * of the request.
   */
  record Detach(BiConsumer<Answer, GenericType<?>> accepted) implements Mode {
    @Override
    public Uni<Answer> outcome(Following following, ResteasyReactiveClientRequestContext request) {
      return following.handle().chain(answer -> handOver(answer, request.getResponseType()));
    }

    private Uni<Answer> handOver(Answer answer, GenericType<?> result) {
      if (!answer.isHandle()) {
        return Uni.createFrom().item(answer);
      }
      accepted.accept(answer, result);
      return Uni.createFrom().nothing();
    }
  }

  /**
   * @param madeKey the idempotency key, if the options have none
   */
  TypedCall(CallOptions options, Mode mode, String madeKey) {
    this.options = options;
    this.mode = mode;
    this.madeKey = madeKey;
  }

  /** The one that this thread works for. */
  static Optional<TypedCall> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** Tells what was called: the client's key, and its method's {@code @Timeout} or 0. */
  void of(String key, long timeoutMillis) {
    client = key;
    timeout = Duration.ofMillis(timeoutMillis);
  }

  CallOptions options() {
    return options;
  }

  Mode mode() {
    return mode;
  }

  /** The client's key; empty for one that a builder made. */
  String client() {
    return client;
  }

  /** Time limit of the method itself, zero if none. */
  Duration timeout() {
    return timeout;
  }

  /** As {@link CallHeaders#IDEMPOTENCY_KEY} carries it. */
  String idempotencyKey() {
    return options.idempotencyKey().orElse(madeKey);
  }

  /** Does something in the name of this call. */
  <T, E extends Exception> T during(Work<T, E> work) throws E {
    TypedCall before = CURRENT.get();
    CURRENT.set(this);
    try {
      return work.run();
    } finally {
      CURRENT.set(before);
    }
  }

  /** Something to do, which may fail. */
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** The same, subscribed to in the name of this call, which hears of a cancellation. */
  <T> Uni<T> around(Uni<T> method) {
    Uni<T> watched = method.onCancellation().invoke(this::cancelled);
    return new AbstractUni<T>() {
      @Override
      public void subscribe(UniSubscriber<? super T> subscriber) {
        during(
            () -> {
              AbstractUni.subscribe(watched, subscriber);
              return true;
            });
      }
    };
  }

  /** What to do if the caller loses interest; replaces what was to be done before. */
  void onCancel(Runnable action) {
    onCancel = action;
  }

  private void cancelled() {
    Runnable action = onCancel;
    if (action != null) {
      action.run();
    }
  }
}
