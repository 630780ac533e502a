package dev.raincheck.execution;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Spreads attempts over the event loops. Each gets a context of its own, so that what is kept in it
 * (log fields, the current span) is no other attempt's.
 */
@Singleton
class EventLoops {
  private final List<Context> roots;
  private final AtomicInteger next = new AtomicInteger();

  EventLoops(Vertx vertx) {
    this.roots =
        Stream.<Context>generate(((VertxInternal) vertx)::createEventLoopContext)
            .limit(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE)
            .toList();
  }

  Context newContext() {
    int turn = Math.floorMod(next.getAndIncrement(), roots.size());
    return VertxContext.createNewDuplicatedContext(roots.get(turn));
  }
}
