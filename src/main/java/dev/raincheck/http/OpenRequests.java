package dev.raincheck.http;

import dev.raincheck.core.CallRunner;
import io.netty.channel.Channel;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The requests that are being answered. When the service shuts down, each answer closes its
 * connection, so that the client's next request finds another replica. In the end nobody can
 * connect any more, and the answers that are under way get the time to leave before HTTP is closed.
 */
@ApplicationScoped
class OpenRequests {
  private static final Logger LOG = Logger.getLogger(OpenRequests.class);

  /** Before all else, the check of lengths included. */
  private static final int OUTERMOST = -2000;

  /** After running attempts were drained. */
  private static final int LAST = 200;

  private final CallRunner runner;
  private final HttpConfig config;

  /** The sockets at which connections come in. */
  private final Set<Channel> doors = ConcurrentHashMap.newKeySet();

  private final AtomicInteger open = new AtomicInteger();
  private final CompletableFuture<Void> allAnswered = new CompletableFuture<>();
  private volatile boolean closing;

  OpenRequests(CallRunner runner, HttpConfig config) {
    this.runner = runner;
    this.config = config;
  }

  void register(@Observes Router router) {
    router.route().order(OUTERMOST).handler(this::count);
  }

  private void count(RoutingContext request) {
    open.incrementAndGet();
    if (request.request().connection() instanceof ConnectionBase connection) {
      rememberDoor(connection.channel().parent());
    }
    request.addHeadersEndHandler(ending -> sayGoodBye(request));
    request.addEndHandler(
        ended -> {
          leave(request);
          answered();
        });
    request.next();
  }

  private void rememberDoor(@Nullable Channel door) {
    if (door != null) {
      doors.add(door);
    }
  }

  private void sayGoodBye(RoutingContext request) {
    if (runner.isDraining() && request.request().version() != HttpVersion.HTTP_2) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /** Who was answered for long did not hear the good-bye. */
  private void leave(RoutingContext request) {
    if (runner.isDraining()
        && request.request().version() != HttpVersion.HTTP_2
        && !request.response().headers().contains(HttpHeaders.CONNECTION)) {
      request.request().connection().close();
    }
  }

  private void answered() {
    if (open.decrementAndGet() == 0 && closing) {
      allAnswered.complete(null);
    }
  }

  void awaitAnswers(@Observes @Priority(LAST) ShutdownDelayInitiatedEvent event) {
    // Who connected now would be cut off in the middle of a request; who cannot goes elsewhere.
    doors.forEach(Channel::close);
    closing = true;
    if (open.get() == 0) {
      return;
    }
    try {
      allAnswered.get(config.closeGrace().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException notInTime) {
      LOG.warnf("%d requests are not answered any more", open.get());
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
