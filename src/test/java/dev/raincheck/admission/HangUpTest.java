package dev.raincheck.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.core.Trace;
import dev.raincheck.testprocedures.Caller;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller that is gone before its call is stored. */
@QuarkusTest
class HangUpTest {
  private static final byte[] NO_ARGUMENTS = "[]".getBytes(StandardCharsets.UTF_8);

  @Inject Admission admission;

  @BeforeEach
  void awaitEngine() {
    Caller.awaitEngine();
  }

  @Test
  void itsCallRunsAllTheSame() {
    String key = UUID.randomUUID().toString();
    admission
        .submit(
            new Submission(
                "test.virtual",
                "",
                NO_ARGUMENTS,
                Optional.of(key),
                Optional.empty(),
                Duration.ZERO,
                3,
                Trace.NONE,
                Optional.empty(),
                Optional.empty()))
        .subscribe()
        .with(ignored -> {})
        .cancel();

    // Within less than a lease, after which a stray would be found and repeated.
    Response response =
        Caller.post("/test/virtual", "", "Idempotency-Key", key, "Prefer", "wait=10");

    assertEquals("true", response.header("Idempotency-Replayed"));
    assertEquals("SUCCEEDED", response.header("Call-State"));
  }
}
