package dev.raincheck.client;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.client.impl.RestClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientResponseFilter;
import org.jboss.resteasy.reactive.common.util.CaseInsensitiveMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands before all other response filters. Of a request that {@link Exchange} sent it takes the
 * answer, and leaves nothing of it for exception mappers to complain about; to the request that was
 * taken over it gives the outcome of the call as its response.
 */
class AnswerFilter implements ResteasyReactiveClientResponseFilter {
  /** Where the outcome of a request that was taken over is kept. */
  static final String OUTCOME = AnswerFilter.class.getName();

  private static final int TAKEN = 200;

  @Override
  public void filter(ResteasyReactiveClientRequestContext request, ClientResponseContext response) {
    if (request.getProperty(Sent.PROPERTY) instanceof Sent sent) {
      take(request.unwrap(RestClientRequestContext.class), response, sent);
    } else if (request.getProperty(OUTCOME) instanceof Answer outcome) {
      // What the client made of a request without a response of its own is empty.
      response.setEntityStream(new ByteArrayInputStream(outcome.body()));
    }
  }

  private static void take(
      RestClientRequestContext request, ClientResponseContext response, Sent sent) {
    boolean whole =
        request.getThrowable() == null || request.getThrowable() instanceof WebApplicationException;
    if (whole) {
      sent.answered(
          new Answer(
              response.getStatus(), copy(response.getHeaders()), read(response.getEntityStream())));
      response.setEntityStream(null);
      response.setStatus(TAKEN);
    } else if (request.getHttpClientRequest() != null) {
      sent.failedOnItsWay();
    }
  }

  private static MultivaluedMap<String, String> copy(MultivaluedMap<String, String> headers) {
    MultivaluedMap<String, String> copy = new CaseInsensitiveMap<>();
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      copy.put(header.getKey(), new ArrayList<>(header.getValue()));
    }
    return copy;
  }

  /** The body is in memory already. */
  private static byte[] read(@Nullable InputStream body) {
    if (body == null) {
      return new byte[0];
    }
    try (body) {
      return body.readAllBytes();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
