package dev.raincheck.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends a {@link Streamed} body without a thread, no faster than the client reads: the next part is
 * asked for when the last one has gone to the network. What fails when a part of it has left ends
 * the connection, so that the client cannot take the part for the whole. Quarkus' own way to stream
 * has sent a 200 before it is known whether there is anything to tell.
 */
@Provider
class StreamedWriter implements ServerMessageBodyWriter<Streamed> {
  private static final Logger LOG = Logger.getLogger(StreamedWriter.class);

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return type == Streamed.class;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == Streamed.class;
  }

  @Override
  public void writeResponse(Streamed body, Type genericType, ServerRequestContext context) {
    ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
    request.suspend();
    request.serverResponse().setChunked(true);
    body.chunks().subscribe().withSubscriber(new Sending(request));
  }

  @Override
  public void writeTo(
      Streamed body,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out) {
    throw new UnsupportedOperationException("It is not written to a stream of bytes");
  }

  private static final class Sending implements Flow.Subscriber<byte[]> {
    private final ResteasyReactiveRequestContext request;
    private final ServerHttpResponse response;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Flow.@Nullable Subscription source;

    private Sending(ResteasyReactiveRequestContext request) {
      this.request = request;
      this.response = request.serverResponse();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      source = subscription;
      response.addCloseHandler(
          () -> {
            subscription.cancel();
            close();
          });
      subscription.request(1);
    }

    @Override
    public void onNext(byte[] chunk) {
      response.write(chunk, this::sent);
    }

    private void sent(@Nullable Throwable failure) {
      Flow.Subscription subscription = source;
      if (subscription == null) {
        return;
      } else if (failure == null) {
        subscription.request(1);
      } else {
        LOG.debugf("A reader has gone: %s", failure.getMessage());
        subscription.cancel();
      }
    }

    @Override
    public void onError(Throwable failure) {
      LOG.warnf("A streamed body was not sent to its end: %s", failure.getMessage());
      response.reset();
      close();
    }

    @Override
    public void onComplete() {
      response.end();
      close();
    }

    private void close() {
      if (over.compareAndSet(false, true)) {
        request.close();
      }
    }
  }
}
