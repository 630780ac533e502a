package dev.raincheck.http;

import dev.raincheck.core.CallRunner;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * The requests that are being answered. When the service shuts down, their answers get the time to
 * leave before HTTP is closed, and each closes its connection, so that the client's next request
 * finds another replica.
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
    request.addHeadersEndHandler(ending -> sayGoodBye(request));
    request.addEndHandler(ended -> answered());
    request.next();
  }

  private void sayGoodBye(RoutingContext request) {
    if (runner.isDraining() && request.request().version() != HttpVersion.HTTP_2) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  private void answered() {
    if (open.decrementAndGet() == 0 && closing) {
      allAnswered.complete(null);
    }
  }

  void awaitAnswers(@Observes @Priority(LAST) ShutdownDelayInitiatedEvent event) {
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
