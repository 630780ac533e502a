package dev.raincheck.http;

import dev.raincheck.admission.BatchSubmission;
import dev.raincheck.admission.Submission;
import dev.raincheck.contract.BatchRequest;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.security.Callers;
import jakarta.inject.Singleton;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;

/** Reads the request that is to become a batch, and refuses it where its caller may not do so. */
@Singleton
class BatchReader {
  private static final String NO_PROCEDURE = "";

  private final BatchInputs inputs;
  private final TraceCapture traces;
  private final Callers callers;
  private final SubmitRights rights;

  BatchReader(BatchInputs inputs, TraceCapture traces, Callers callers, SubmitRights rights) {
    this.inputs = inputs;
    this.traces = traces;
    this.callers = callers;
    this.rights = rights;
  }

  /**
   * @throws ProblemException for what is malformed, not valid, or over the quota
   */
  BatchSubmission read(ServerHttpRequest request, BatchRequest calls) {
    SubmitHeaders headers = new SubmitHeaders(request);
    Submission common =
        headers.submission(NO_PROCEDURE, callers.submitter(), new byte[0], traces.of(headers));
    BatchSubmission submission = inputs.submission(calls, common);
    rights.takeAll(calls.calls().size());
    return submission;
  }
}
