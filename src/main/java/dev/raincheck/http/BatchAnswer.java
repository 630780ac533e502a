package dev.raincheck.http;

import dev.raincheck.admission.AdmittedBatch;
import dev.raincheck.admission.BatchControl;
import dev.raincheck.contract.BatchesApi;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.core.BatchRow;
import dev.raincheck.core.CurrentCaller;
import dev.raincheck.core.CurrentCaller.Viewer;
import dev.raincheck.delivery.BatchCollector;
import dev.raincheck.delivery.Collector;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers requests about a batch, when it has ended if that is waited for. */
@Singleton
class BatchAnswer {
  private final BatchControl control;
  private final BatchCollector collector;
  private final Collector calls;
  private final BatchResponses responses;
  private final CurrentCaller currentCaller;

  BatchAnswer(
      BatchControl control,
      BatchCollector collector,
      Collector calls,
      BatchResponses responses,
      CurrentCaller currentCaller) {
    this.control = control;
    this.collector = collector;
    this.calls = calls;
    this.responses = responses;
    this.currentCaller = currentCaller;
  }

  /** What a request asks for, and who does. */
  record Wish(Viewer viewer, Optional<Duration> granted, boolean lines) {}

  /** Reads {@code Prefer} and {@code Accept}; to be called while the request comes in. */
  Wish wish(@Nullable List<String> prefer, @Nullable String accept) {
    return new Wish(
        currentCaller.viewer(),
        prefer == null ? Optional.empty() : Preferences.wait(prefer).map(calls::granted),
        accept != null && accept.contains(BatchesApi.NDJSON));
  }

  /** The answer to a submit: the results if they are there in time, else the handle. */
  Uni<Response> submitted(AdmittedBatch admitted, Wish wish) {
    return awaited(admitted.row(), wish)
        .map(
            row -> {
              boolean inline = wish.granted().isPresent() && row.endedAt().isPresent();
              Response.ResponseBuilder response =
                  inline ? responses.inline(row, wish.lines()) : responses.accepted(row);
              if (admitted instanceof AdmittedBatch.Earlier) {
                response.header(CallHeaders.IDEMPOTENCY_REPLAYED, true);
              }
              return finished(response, wish);
            });
  }

  /** The batch. */
  Uni<Response> batch(UUID id, Wish wish) {
    return control
        .find(id, wish.viewer())
        .flatMap(row -> awaited(row, wish))
        .map(row -> finished(responses.batch(row), wish));
  }

  /** The results, or 202 while they are not there. */
  Uni<Response> result(UUID id, Wish wish) {
    return control
        .find(id, wish.viewer())
        .flatMap(row -> awaited(row, wish))
        .map(
            row ->
                finished(
                    row.endedAt().isPresent()
                        ? responses.gathered(row, wish.lines())
                        : responses.accepted(row),
                    wish));
  }

  /** The batch whose rest was cancelled. */
  Response cancelled(BatchRow row) {
    return responses.batch(row).build();
  }

  /** The batch whose end is delivered again. */
  Response delivered(BatchRow row) {
    return responses.accepted(row).build();
  }

  private Uni<BatchRow> awaited(BatchRow row, Wish wish) {
    boolean waits = wish.granted().filter(wait -> !wait.isZero()).isPresent();
    return waits && row.endedAt().isEmpty()
        ? collector
            .await(row.id(), wish.granted().get())
            .chain(() -> control.find(row.id(), wish.viewer()))
        : Uni.createFrom().item(row);
  }

  private static Response finished(Response.ResponseBuilder response, Wish wish) {
    wish.granted()
        .ifPresent(
            wait -> response.header(CallHeaders.PREFERENCE_APPLIED, "wait=" + wait.toSeconds()));
    return response.header(HttpHeaders.VARY, CallHeaders.PREFER).build();
  }
}
