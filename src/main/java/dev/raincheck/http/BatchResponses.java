package dev.raincheck.http;

import dev.raincheck.contract.BatchesApi;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.core.BatchRow;
import dev.raincheck.core.GatheredCall;
import dev.raincheck.core.Policies;
import dev.raincheck.core.QueueView;
import dev.raincheck.delivery.BatchCollector;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Writes batches and what they have come to as responses. */
@Singleton
class BatchResponses {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final BatchViews views;
  private final QueueView queue;
  private final Policies policies;
  private final BatchCollector collector;
  private final GatheredJson json;

  BatchResponses(
      BatchViews views,
      QueueView queue,
      Policies policies,
      BatchCollector collector,
      GatheredJson json) {
    this.views = views;
    this.queue = queue;
    this.policies = policies;
    this.collector = collector;
    this.json = json;
  }

  /** 202 and the handle. */
  Response.ResponseBuilder accepted(BatchRow row) {
    return batch(Response.Status.ACCEPTED, row)
        .header(HttpHeaders.LOCATION, views.self(row.id()))
        .header(
            HttpHeaders.LINK,
            "<%s>; rel=\"result\", <%s>; rel=\"monitor\""
                .formatted(views.result(row.id()), views.events(row.id())));
  }

  /** 200 and the batch. */
  Response.ResponseBuilder batch(BatchRow row) {
    return batch(Response.Status.OK, row);
  }

  private Response.ResponseBuilder batch(Response.Status status, BatchRow row) {
    Response.ResponseBuilder response =
        about(Response.status(status), row)
            .type(MediaType.APPLICATION_JSON)
            .entity(views.batch(row));
    if (row.endedAt().isEmpty()) {
      response.header(HttpHeaders.RETRY_AFTER, predicted(row).toSeconds());
    }
    return response;
  }

  /** When the last of the calls will probably have ended that wait now. */
  private Duration predicted(BatchRow row) {
    return row.waiting().stream()
        .filter(policies.names()::contains)
        .map(queue::predictedEnd)
        .max(Duration::compareTo)
        .orElse(SOON);
  }

  /** The results, in answer to the submit itself. */
  Response.ResponseBuilder inline(BatchRow row, boolean lines) {
    return gathered(row, lines).header(HttpHeaders.CONTENT_LOCATION, views.result(row.id()));
  }

  /**
   * What the calls have come to.
   *
   * @param lines whether one a line, rather than as one array
   */
  Response.ResponseBuilder gathered(BatchRow row, boolean lines) {
    Multi<byte[]> pages =
        collector.gather(row.id()).map(page -> lines ? lines(page) : elements(page));
    Multi<byte[]> body =
        lines
            ? pages
            : Multi.createBy()
                .concatenating()
                .streams(
                    Multi.createFrom().item(bytes("[")),
                    pages,
                    Multi.createFrom().item(bytes("\n]\n")));
    return about(Response.ok(), row)
        .type(lines ? BatchesApi.NDJSON : MediaType.APPLICATION_JSON)
        .entity(new Streamed(body));
  }

  private byte[] lines(List<GatheredCall> page) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (GatheredCall call : page) {
      json.write(call, bytes);
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }

  private byte[] elements(List<GatheredCall> page) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (GatheredCall call : page) {
      bytes.writeBytes(bytes(call.index() == 0 ? "\n" : ",\n"));
      json.write(call, bytes);
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Response.ResponseBuilder about(Response.ResponseBuilder response, BatchRow row) {
    return response
        .header(CallHeaders.CALL_ID, row.id())
        .header(CallHeaders.CALL_STATE, row.state().name());
  }
}
