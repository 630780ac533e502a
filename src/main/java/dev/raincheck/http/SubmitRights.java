package dev.raincheck.http;

import dev.raincheck.admission.Allowance;
import dev.raincheck.admission.Quotas;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.execution.ProcedureDefinition;
import dev.raincheck.execution.ProcedureRegistry;
import dev.raincheck.security.Callers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a submit by somebody who may not call the procedure, or not that often, before its body
 * is looked at. What the procedure's own annotations ask for comes on top of it. Not a singleton:
 * filters are made before there is a configuration, and its proxy waits for it.
 */
@ApplicationScoped
class SubmitRights {
  private final ProcedureRegistry registry;
  private final Callers callers;
  private final Quotas quotas;
  private final Map<RuntimeResource, Optional<String>> procedures = new ConcurrentHashMap<>();

  SubmitRights(ProcedureRegistry registry, Callers callers, Quotas quotas) {
    this.registry = registry;
    this.callers = callers;
    this.quotas = quotas;
  }

  @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
  void check() {
    ResteasyReactiveRequestContext request = CurrentRequestManager.get();
    procedures
        .computeIfAbsent(request.getTarget(), this::procedure)
        .ifPresent(
            procedure -> {
              callers.mayCall(procedure);
              take(1, request.serverResponse());
            });
  }

  /**
   * Refuses a call within a batch that its procedure, called by itself, would refuse: for want of
   * the right to call it, or by its annotations.
   */
  void check(ProcedureDefinition procedure, @Nullable Object[] arguments) {
    callers.mayCall(procedure.name());
    callers.mayEnter(procedure.method(), arguments);
  }

  /** Takes so many calls of the caller's quota. */
  void takeAll(int calls) {
    take(calls, CurrentRequestManager.get().serverResponse());
  }

  private void take(int calls, ServerHttpResponse response) {
    if (!quotas.areOff()) {
      quotas
          .take(callers.viewer().caller(), calls)
          .ifPresent(allowance -> apply(allowance, response));
    }
  }

  private static void apply(Allowance allowance, ServerHttpResponse response) {
    response.setResponseHeader(CallHeaders.RATE_LIMIT_POLICY, allowance.policy());
    response.setResponseHeader(CallHeaders.RATE_LIMIT, allowance.state());
    if (!allowance.granted()) {
      throw new ProblemException(
          Problem.of(ProblemType.OVER_QUOTA, "The caller has submitted as much as it may."),
          allowance.retryAfter(),
          null);
    }
  }

  private Optional<String> procedure(RuntimeResource target) {
    return registry.all().stream()
        .filter(procedure -> isTarget(target, procedure))
        .map(ProcedureDefinition::name)
        .findFirst();
  }

  private static boolean isTarget(RuntimeResource target, ProcedureDefinition procedure) {
    return procedure.method().getDeclaringClass().isAssignableFrom(target.getResourceClass())
        && procedure.method().getName().equals(target.getJavaMethodName())
        && Arrays.equals(procedure.method().getParameterTypes(), target.getParameterTypes());
  }
}
