package dev.raincheck.http;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Sends a {@link Gathered} body without a thread, no faster than the client reads. What fails when
 * part of it has left ends the connection, so that the client cannot take the part for the whole.
 */
@Provider
class GatheredWriter implements ServerMessageBodyWriter<Gathered> {
  private static final Logger LOG = Logger.getLogger(GatheredWriter.class);

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return type == Gathered.class;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == Gathered.class;
  }

  @Override
  public void writeResponse(Gathered body, Type genericType, ServerRequestContext context) {
    ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
    ServerHttpResponse response = context.serverResponse();
    request.suspend();
    response.setChunked(true);
    body.pieces()
        .onItem()
        .transformToUniAndConcatenate(
            piece -> Uni.createFrom().completionStage(() -> response.write(piece)))
        .subscribe()
        .with(
            written -> {},
            failure -> {
              LOG.warnf("Gathered results were not sent to their end: %s", failure.getMessage());
              response.reset();
              request.resume();
            },
            () -> {
              response.end();
              request.resume();
            });
  }

  @Override
  public void writeTo(
      Gathered body,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream stream) {
    throw new UnsupportedOperationException("It is sent without a stream");
  }
}
