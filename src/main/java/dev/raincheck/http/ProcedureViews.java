package dev.raincheck.http;

import dev.raincheck.contract.ProcedureView;
import dev.raincheck.contract.WireDuration;
import dev.raincheck.core.CallStatistics;
import dev.raincheck.core.Policies;
import dev.raincheck.core.Policy;
import dev.raincheck.core.QueueSample;
import dev.raincheck.core.QueueView;
import dev.raincheck.execution.Guards;
import dev.raincheck.execution.Pauses;
import dev.raincheck.execution.ProcedureDefinition;
import jakarta.inject.Singleton;

/** Makes of a procedure what is shown of it. */
@Singleton
class ProcedureViews {
  private final Policies policies;
  private final QueueView queue;
  private final CallStatistics statistics;
  private final Guards guards;
  private final Pauses pauses;

  ProcedureViews(
      Policies policies, QueueView queue, CallStatistics statistics, Guards guards, Pauses pauses) {
    this.policies = policies;
    this.queue = queue;
    this.statistics = statistics;
    this.guards = guards;
    this.pauses = pauses;
  }

  ProcedureView view(ProcedureDefinition procedure) {
    String name = procedure.name();
    QueueSample sample = queue.sample(name);
    return new ProcedureView(
        name,
        procedure.verb(),
        procedure.path(),
        policy(policies.policy(name)),
        pauses.isPaused(name),
        sample.queued(),
        sample.running(),
        statistics.ended(name),
        statistics.latency(name),
        guards.state(name));
  }

  private static ProcedureView.Policy policy(Policy policy) {
    return new ProcedureView.Policy(
        policy.maxAttempts(),
        WireDuration.format(policy.backoff().base()),
        WireDuration.format(policy.backoff().cap()),
        WireDuration.format(policy.timeout()),
        policy.concurrency(),
        policy.queueLimit(),
        WireDuration.format(policy.retention()));
  }
}
