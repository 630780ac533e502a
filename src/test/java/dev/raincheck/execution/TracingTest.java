package dev.raincheck.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.testprocedures.Caller;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A trace goes on through the queue. */
@QuarkusTest
@TestProfile(TracingTest.Traced.class)
class TracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";

  /** Tracing on, into memory. */
  public static class Traced implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.simple", "true");
    }
  }

  @Inject InMemorySpanExporter spans;

  @Test
  void anAttemptContinuesTheTraceOfItsSubmit() {
    Response response =
        Caller.post(
            "/test/context/worker",
            "",
            "traceparent",
            "00-" + TRACE + "-" + CALLER + "-01",
            "Prefer",
            "wait=30");
    assertEquals(200, response.statusCode(), response::asString);
    assertEquals(TRACE, response.jsonPath().getString("traceId"));

    SpanData submit =
        span(span -> span.getKind() == SpanKind.SERVER && span.getParentSpanId().equals(CALLER));
    SpanData attempt = span(span -> span.getName().equals("attempt test.context.worker"));
    assertEquals(TRACE, attempt.getTraceId());
    assertEquals(submit.getSpanId(), attempt.getParentSpanId());
    assertEquals(
        List.of(submit.getSpanId()),
        attempt.getLinks().stream().map(link -> link.getSpanContext().getSpanId()).toList());
    assertEquals(SpanKind.CONSUMER, attempt.getKind());
  }

  private SpanData span(Predicate<SpanData> wanted) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> spans.getFinishedSpanItems().stream().filter(wanted).findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }
}
