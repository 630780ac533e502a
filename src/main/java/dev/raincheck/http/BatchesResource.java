package dev.raincheck.http;

import dev.raincheck.admission.BatchControl;
import dev.raincheck.admission.BatchSubmission;
import dev.raincheck.admission.Batches;
import dev.raincheck.contract.BatchRequest;
import dev.raincheck.contract.BatchesApi;
import dev.raincheck.security.Rights;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jspecify.annotations.Nullable;

/** The batches, over HTTP. */
class BatchesResource implements BatchesApi {
  private final Batches batches;
  private final BatchControl control;
  private final BatchReader reader;
  private final BatchAnswer answer;
  private final BatchPages pages;

  BatchesResource(
      Batches batches,
      BatchControl control,
      BatchReader reader,
      BatchAnswer answer,
      BatchPages pages) {
    this.batches = batches;
    this.control = control;
    this.reader = reader;
    this.answer = answer;
    this.pages = pages;
  }

  /** Thousands of inputs are too many for an event loop. */
  @RolesAllowed(Rights.CALL_SOMETHING)
  @Override
  @Blocking
  public Uni<Response> submit(
      @Nullable List<String> prefer, @Nullable String accept, BatchRequest request) {
    BatchAnswer.Wish wish = answer.wish(prefer, accept);
    BatchSubmission submission = reader.read(CurrentRequestManager.get().serverRequest(), request);
    return batches.submit(submission).flatMap(admitted -> answer.submitted(admitted, wish));
  }

  @RolesAllowed({Rights.READ, Rights.OPERATE})
  @Override
  public Uni<Response> get(String id, @Nullable List<String> prefer) {
    return answer.batch(id(id), answer.wish(prefer, null));
  }

  @RolesAllowed({Rights.READ, Rights.OPERATE})
  @Override
  public Uni<Response> result(String id, @Nullable List<String> prefer, @Nullable String accept) {
    return answer.result(id(id), answer.wish(prefer, accept));
  }

  @RolesAllowed({Rights.READ, Rights.OPERATE})
  @Override
  public Uni<Response> calls(String id, @Nullable String limit, @Nullable String cursor) {
    return pages.page(id(id), limit, cursor);
  }

  @RolesAllowed({Rights.CALL_SOMETHING, Rights.OPERATE})
  @Override
  public Uni<Response> cancel(String id) {
    return control.cancel(id(id)).map(answer::cancelled);
  }

  @RolesAllowed({Rights.CALL_SOMETHING, Rights.OPERATE})
  @Override
  public Uni<Response> deliver(String id) {
    return control.deliver(id(id)).map(answer::delivered);
  }

  @RolesAllowed({Rights.CALL_SOMETHING, Rights.OPERATE})
  @Override
  public Uni<Response> delete(String id) {
    return control.delete(id(id)).map(deleted -> Response.noContent().build());
  }

  private static UUID id(String text) {
    return CallsResource.id(text, "batch");
  }
}
