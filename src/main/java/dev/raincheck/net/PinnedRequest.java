package dev.raincheck.net;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request to addresses that were checked, which goes to the first of them that accepts. It ends
 * with the emitter of whoever wants the answer, by an answer, a failure or a cancellation: unless
 * the answer was taken, the request is then reset, which closes its connection. Runs on the event
 * loop on which it is opened; only the end may come from elsewhere.
 */
public final class PinnedRequest {
  private final HttpClient client;
  private final Consumer<HttpClientRequest> connected;
  private final Consumer<Throwable> failed;

  private @Nullable HttpClientRequest request;
  private boolean answered;
  private boolean ended;

  /**
   * @param connected sends the request; not called when the emitter has ended before
   * @param failed hears that no address accepts, or what befalls the connection later
   */
  public PinnedRequest(
      HttpClient client,
      UniEmitter<?> emitter,
      Consumer<HttpClientRequest> connected,
      Consumer<Throwable> failed) {
    this.client = client;
    this.connected = connected;
    this.failed = failed;
    emitter.onTermination(this::end);
  }

  /**
   * Connects. To be called once.
   *
   * @param addresses at least one
   * @param options of the request to one of them
   */
  public void open(List<InetAddress> addresses, Function<InetAddress, RequestOptions> options) {
    connect(addresses.iterator(), options);
  }

  private void connect(
      Iterator<InetAddress> addresses, Function<InetAddress, RequestOptions> options) {
    client
        .request(options.apply(addresses.next()))
        .onSuccess(this::opened)
        .onFailure(
            failure -> {
              if (addresses.hasNext() && !hasEnded()) {
                connect(addresses, options);
              } else {
                failed.accept(failure);
              }
            });
  }

  private void opened(HttpClientRequest opened) {
    // What befalls the connection fails the response too; without handlers it would also be logged.
    opened.exceptionHandler(failed::accept);
    opened.connection().exceptionHandler(failed::accept);
    if (keep(opened)) {
      connected.accept(opened);
    } else {
      opened.reset();
    }
  }

  private synchronized boolean keep(HttpClientRequest opened) {
    request = opened;
    return !ended;
  }

  /** The answer is taken: the request is not reset any more. */
  public synchronized void markAnswered() {
    answered = true;
  }

  private synchronized boolean hasEnded() {
    return ended;
  }

  private void end() {
    HttpClientRequest unanswered;
    synchronized (this) {
      ended = true;
      unanswered = answered ? null : request;
    }
    if (unanswered != null) {
      unanswered.reset();
    }
  }
}
