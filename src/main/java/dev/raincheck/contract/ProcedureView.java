package dev.raincheck.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A procedure as it is now.
 *
 * @param name unique name
 * @param method HTTP method
 * @param path path to send the request to
 * @param policy policy in force
 * @param paused whether no attempt of it is started; a call waits then, and can still be submitted
 * @param queued calls that wait, on all replicas, as of the latest count
 * @param running attempts that run, on all replicas, as of the latest count
 * @param ended calls that ended on the answering replica since it started, by final state
 * @param latency quantiles of the answering replica, in milliseconds, over some minutes
 * @param breaker state of the circuit breaker: {@code closed}, {@code open}, {@code half-open}, or
 *     {@code none}
 */
@Schema(
    name = "Procedure",
    description = "What can be called, and how it does",
    requiredProperties = {
      "name", "method", "path", "policy", "paused", "queued", "running", "ended", "latency",
      "breaker"
    })
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ProcedureView(
    @Schema(examples = "fetch") String name,
    @Schema(examples = "POST") String method,
    @Schema(examples = "/fetches") String path,
    Policy policy,
    boolean paused,
    long queued,
    long running,
    Map<CallState, Long> ended,
    Latency latency,
    @Schema(examples = "closed") String breaker) {

  /**
   * The policy in force. Durations are written as in headers, e.g. {@code 30s}.
   *
   * @param maxAttempts attempts for each call
   * @param backoff delay bound after the first failure
   * @param maxBackoff upper bound of all delays
   * @param timeout of one attempt
   * @param concurrency attempts at a time on one replica
   * @param queueLimit calls that may wait
   * @param retention how long an ended call is kept
   */
  @Schema(
      name = "ProcedurePolicy",
      requiredProperties = {
        "maxAttempts",
        "backoff",
        "maxBackoff",
        "timeout",
        "concurrency",
        "queueLimit",
        "retention"
      })
  public record Policy(
      @Schema(examples = "5") int maxAttempts,
      @Schema(examples = "1s") String backoff,
      @Schema(examples = "1m") String maxBackoff,
      @Schema(examples = "5m") String timeout,
      @Schema(examples = "64") int concurrency,
      @Schema(examples = "100000") int queueLimit,
      @Schema(examples = "7d") String retention) {}

  /**
   * Quantiles, in milliseconds.
   *
   * @param queue from being stored to the start of the first attempt
   * @param run inside the procedure
   */
  @Schema(
      name = "ProcedureLatency",
      requiredProperties = {"queue", "run"})
  public record Latency(Quantiles queue, Quantiles run) {}

  /**
   * Quantiles of a duration, in milliseconds; 0 where nothing was measured lately.
   *
   * @param p50 median
   * @param p95 95th percentile
   * @param p99 99th percentile
   */
  @Schema(
      name = "Quantiles",
      requiredProperties = {"p50", "p95", "p99"})
  public record Quantiles(
      @Schema(examples = "4.1") double p50,
      @Schema(examples = "9.0") double p95,
      @Schema(examples = "20.5") double p99) {}
}
