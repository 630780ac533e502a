package dev.raincheck.http;

import dev.raincheck.admission.CallControl;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.CallsApi;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.EndedCall;
import dev.raincheck.delivery.Collector;
import dev.raincheck.security.Rights;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The calls, over HTTP. */
class CallsResource implements CallsApi {
  /** {@code UUID.fromString} takes much that is no UUID. */
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final CallControl control;
  private final Collector collector;
  private final CallResponses responses;
  private final CallPages pages;

  CallsResource(
      CallControl control, Collector collector, CallResponses responses, CallPages pages) {
    this.control = control;
    this.collector = collector;
    this.responses = responses;
    this.pages = pages;
  }

  @RolesAllowed({Rights.READ, Rights.OPERATE})
  @Override
  public Uni<Response> get(String id, @Nullable List<String> prefer) {
    UUID call = id(id);
    Optional<Duration> granted = granted(prefer);
    Uni<CallRow> row = control.find(call);
    return waited(call, row, granted)
        .flatMap(ended -> ended.map(found -> Uni.createFrom().item(found.row())).orElse(row))
        .map(found -> finished(responses.call(found), granted));
  }

  /** Looks for the end only if that is waited for; the row itself is read anyway. */
  private Uni<Optional<EndedCall>> waited(UUID call, Uni<CallRow> row, Optional<Duration> granted) {
    return granted
        .filter(wait -> !wait.isZero())
        .map(wait -> row.chain(() -> collector.collect(call, wait)))
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
  }

  @RolesAllowed({Rights.READ, Rights.OPERATE})
  @Override
  public Uni<Response> result(String id, @Nullable List<String> prefer) {
    UUID call = id(id);
    Optional<Duration> granted = granted(prefer);
    Uni<CallRow> row = control.find(call);
    return control
        .ended(call)
        .flatMap(
            ended -> ended.isPresent() ? Uni.createFrom().item(ended) : waited(call, row, granted))
        .flatMap(
            ended ->
                ended
                    .map(found -> Uni.createFrom().item(responses.result(found)))
                    .orElseGet(() -> row.map(responses::accepted)))
        .map(response -> finished(response, granted));
  }

  private Response finished(Response.ResponseBuilder response, Optional<Duration> granted) {
    granted.ifPresent(wait -> responses.applied(response, wait));
    return response.header(HttpHeaders.VARY, CallHeaders.PREFER).build();
  }

  @RolesAllowed({Rights.CALL_SOMETHING, Rights.OPERATE})
  @Override
  public Uni<Response> cancel(String id) {
    return control.cancel(id(id)).map(row -> responses.call(row).build());
  }

  @RolesAllowed(Rights.OPERATE)
  @Override
  public Uni<Response> retry(String id) {
    return control.retry(id(id)).map(row -> responses.accepted(row).build());
  }

  @RolesAllowed({Rights.CALL_SOMETHING, Rights.OPERATE})
  @Override
  public Uni<Response> deliver(String id) {
    return control.deliver(id(id)).map(row -> responses.accepted(row).build());
  }

  @RolesAllowed({Rights.CALL_SOMETHING, Rights.OPERATE})
  @Override
  public Uni<Response> delete(String id) {
    return control.delete(id(id)).map(deleted -> Response.noContent().build());
  }

  @RolesAllowed({Rights.READ, Rights.OPERATE})
  @Override
  public Uni<Response> list(
      @Nullable String procedure,
      @Nullable List<String> state,
      @Nullable String since,
      @Nullable String until,
      @Nullable String limit,
      @Nullable String cursor) {
    return pages.page(new CallPages.Request(procedure, state, since, until, limit, cursor));
  }

  private Optional<Duration> granted(@Nullable List<String> prefer) {
    return prefer == null ? Optional.empty() : Preferences.wait(prefer).map(collector::granted);
  }

  /** What is no UUID is the id of no call. */
  static UUID id(String text) {
    return id(text, "call");
  }

  static UUID id(String text, String what) {
    if (!ID.matcher(text).matches()) {
      throw new ProblemException(
          Problem.of(
              ProblemType.NOT_FOUND, "There is no such " + what + ": its id would be a UUID."));
    }
    return UUID.fromString(text);
  }
}
