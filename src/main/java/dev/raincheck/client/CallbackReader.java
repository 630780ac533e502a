package dev.raincheck.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.Batch;
import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallHeaders;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Stands before the methods that are {@link VerifiedCallback}: checks the bytes of the body before
 * anybody reads them, lets each callback through once, and puts what has ended in the place of its
 * envelope. After the method it notes whether that has worked.
 */
@VerifiedCallback
@Provider
@ConstrainedTo(RuntimeType.SERVER)
@Singleton
class CallbackReader implements ReaderInterceptor, ContainerResponseFilter {
  private static final Logger LOG = Logger.getLogger(CallbackReader.class);
  private static final String BEGUN = CallbackReader.class.getName();
  private static final int SERVICE_UNAVAILABLE = 503;

  /** Types of events by what a method takes. */
  private static final Map<Class<?>, String> EVENTS =
      Map.of(Call.class, Call.ENDED_EVENT, Batch.class, Batch.ENDED_EVENT);

  private final CallbackChecks checks;
  private final ObjectMapper json;

  /** Made when the application is built, so what is configured is asked for later. */
  CallbackReader(CallbackChecks checks, ObjectMapper json) {
    this.checks = checks;
    this.json = json;
  }

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext request) throws IOException {
    byte[] body = request.getInputStream().readAllBytes();
    String id = verified(request, body);
    JsonNode ended = ended(body, request.getType());
    begin(id);
    request.setProperty(BEGUN, id);
    request.setMediaType(MediaType.APPLICATION_JSON_TYPE);
    request.setInputStream(new ByteArrayInputStream(json.writeValueAsBytes(ended)));
    return request.proceed();
  }

  private String verified(ReaderInterceptorContext request, byte[] body) {
    String id = request.getHeaders().getFirst(CallHeaders.WEBHOOK_ID);
    try {
      checks
          .verifier()
          .verify(
              id,
              request.getHeaders().getFirst(CallHeaders.WEBHOOK_TIMESTAMP),
              request.getHeaders().getFirst(CallHeaders.WEBHOOK_SIGNATURE),
              body);
      return id;
    } catch (CallbackVerifier.NotVerifiedException no) {
      LOG.warnf("A callback is refused: %s", no.getMessage());
      throw new WebApplicationException(Response.status(Response.Status.UNAUTHORIZED).build());
    }
  }

  private JsonNode ended(byte[] body, Class<?> wanted) throws IOException {
    try {
      JsonNode event = json.readTree(body);
      if (event.path("type").asText().equals(EVENTS.get(wanted)) && event.path("data").isObject()) {
        return event.path("data");
      }
    } catch (JacksonException noJson) {
      LOG.debug("A callback cannot be read", noJson);
    }
    LOG.warnf("A callback is refused: it does not tell the end of a %s", wanted.getSimpleName());
    throw new WebApplicationException(Response.status(Response.Status.BAD_REQUEST).build());
  }

  /** An end of its own for each case: whatever is answered with 2xx never comes again. */
  private void begin(String id) {
    switch (checks.memory().begin(id)) {
      case NEW -> {}
      case IN_PROGRESS ->
          throw new WebApplicationException(
              Response.status(SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, 1).build());
      case HANDLED -> throw new WebApplicationException(Response.noContent().build());
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(BEGUN) instanceof String id) {
      boolean taken =
          Response.Status.Family.familyOf(response.getStatus())
              == Response.Status.Family.SUCCESSFUL;
      if (taken) {
        checks.memory().handled(id);
      } else {
        checks.memory().failed(id);
      }
    }
  }
}
