package dev.raincheck.builtin.fetch;

import dev.raincheck.procedure.CallContext;
import dev.raincheck.procedure.Caller;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The context of an attempt, and the CDI lookup that finds it. */
record FakeCall(boolean isActive, UUID callId, Optional<Duration> remainingBudget)
    implements CallContext {

  static final UUID ID = UUID.fromString("0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d");

  /** A lookup that finds an attempt without a budget. */
  static Instance<CallContext> running() {
    return found(new FakeCall(true, ID, Optional.empty()));
  }

  /** A lookup that finds an attempt with so much left. */
  static Instance<CallContext> runningWith(Duration budget) {
    return found(new FakeCall(true, ID, Optional.of(budget)));
  }

  /** A lookup outside of any attempt. */
  static Instance<CallContext> inactive() {
    return found(new FakeCall(false, ID, Optional.empty()));
  }

  /** A lookup in an application without an engine. */
  static Instance<CallContext> missing() {
    return new Lookup(List.of());
  }

  @Override
  public Optional<Caller> caller() {
    return Optional.empty();
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public void progress(long done, long total, String note) {
    throw new AssertionError("fetch reports no progress");
  }

  private static Instance<CallContext> found(CallContext context) {
    return new Lookup(List.of(context));
  }

  private record Lookup(List<CallContext> beans) implements Instance<CallContext> {

    @Override
    public CallContext get() {
      return beans.get(0);
    }

    @Override
    public boolean isUnsatisfied() {
      return beans.isEmpty();
    }

    @Override
    public boolean isAmbiguous() {
      return false;
    }

    @Override
    public Iterator<CallContext> iterator() {
      return beans.iterator();
    }

    @Override
    public void destroy(CallContext instance) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Handle<CallContext> getHandle() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<? extends Handle<CallContext>> handles() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instance<CallContext> select(Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends CallContext> Instance<U> select(Class<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends CallContext> Instance<U> select(
        TypeLiteral<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }
  }
}
