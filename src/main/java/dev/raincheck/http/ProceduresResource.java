package dev.raincheck.http;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.contract.ProcedureView;
import dev.raincheck.contract.ProceduresApi;
import dev.raincheck.contract.WireDuration;
import dev.raincheck.core.CallStatistics;
import dev.raincheck.core.Policies;
import dev.raincheck.core.Policy;
import dev.raincheck.core.QueueSample;
import dev.raincheck.core.QueueView;
import dev.raincheck.execution.Guards;
import dev.raincheck.execution.ProcedureDefinition;
import dev.raincheck.execution.ProcedureRegistry;
import io.smallrye.common.annotation.NonBlocking;

/** What can be called, over HTTP. */
@NonBlocking
class ProceduresResource implements ProceduresApi {
  private final ProcedureRegistry registry;
  private final Policies policies;
  private final QueueView queue;
  private final CallStatistics statistics;
  private final Guards guards;

  ProceduresResource(
      ProcedureRegistry registry,
      Policies policies,
      QueueView queue,
      CallStatistics statistics,
      Guards guards) {
    this.registry = registry;
    this.policies = policies;
    this.queue = queue;
    this.statistics = statistics;
    this.guards = guards;
  }

  @Override
  public ProcedurePage list() {
    return new ProcedurePage(registry.all().stream().map(this::view).toList());
  }

  @Override
  public ProcedureView get(String name) {
    return registry
        .named(name)
        .map(this::view)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(ProblemType.NOT_FOUND, "There is no such procedure.")));
  }

  private ProcedureView view(ProcedureDefinition procedure) {
    String name = procedure.name();
    QueueSample sample = queue.sample(name);
    return new ProcedureView(
        name,
        procedure.verb(),
        procedure.path(),
        policy(policies.policy(name)),
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
