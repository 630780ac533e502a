package dev.raincheck.http;

import dev.raincheck.admission.Submission;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.contract.WireDuration;
import dev.raincheck.core.Trace;
import dev.raincheck.security.Submitter;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a submit. Each method throws a {@link ProblemException} of status 400. */
final class SubmitHeaders {
  private static final int DEFAULT_PRIORITY = 3;

  /** Urgency in a dictionary of structured fields (RFC 9218); what is out of range is ignored. */
  private static final Pattern URGENCY = Pattern.compile("(?:^|.*,)\\s*u=([0-7])\\s*(?:[;,].*)?");

  private final ServerHttpRequest request;

  SubmitHeaders(ServerHttpRequest request) {
    this.request = request;
  }

  /** The whole submission. */
  Submission submission(String procedure, Submitter caller, byte[] input, Trace trace) {
    return new Submission(
        procedure,
        caller.name(),
        input,
        header(CallHeaders.IDEMPOTENCY_KEY).map(IdempotencyKey::parse),
        duration(CallHeaders.OPERATION_TIMEOUT),
        duration(CallHeaders.CALL_DELAY).orElse(Duration.ZERO),
        priority(),
        trace,
        header(CallHeaders.CALL_CALLBACK),
        caller.claims());
  }

  /** How long the caller is willing to wait for the result. */
  Optional<Duration> wish() {
    return Preferences.wait(request.getAllRequestHeaders(CallHeaders.PREFER));
  }

  private Optional<Duration> duration(String name) {
    return header(name)
        .map(
            value -> {
              try {
                return WireDuration.parse(value);
              } catch (DateTimeException malformed) {
                throw new ProblemException(
                    Problem.of(
                        ProblemType.MALFORMED_REQUEST, name + ": " + malformed.getMessage() + "."),
                    null,
                    malformed);
              }
            });
  }

  private int priority() {
    List<String> values = request.getAllRequestHeaders(CallHeaders.PRIORITY);
    Matcher urgency = URGENCY.matcher(String.join(",", values));
    return urgency.matches() ? Integer.parseInt(urgency.group(1)) : DEFAULT_PRIORITY;
  }

  Optional<String> header(String name) {
    @Nullable String value = request.getRequestHeader(name);
    return Optional.ofNullable(value);
  }
}
