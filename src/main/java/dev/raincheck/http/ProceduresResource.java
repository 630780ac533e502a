package dev.raincheck.http;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.contract.ProcedureView;
import dev.raincheck.contract.ProceduresApi;
import dev.raincheck.execution.Pauses;
import dev.raincheck.execution.ProcedureDefinition;
import dev.raincheck.execution.ProcedureRegistry;
import dev.raincheck.security.Rights;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;

/** What can be called, over HTTP. */
@NonBlocking
class ProceduresResource implements ProceduresApi {
  private final ProcedureRegistry registry;
  private final ProcedureViews views;
  private final Pauses pauses;

  ProceduresResource(ProcedureRegistry registry, ProcedureViews views, Pauses pauses) {
    this.registry = registry;
    this.views = views;
    this.pauses = pauses;
  }

  @RolesAllowed({Rights.READ, Rights.OPERATE})
  @Override
  public ProcedurePage list() {
    return new ProcedurePage(registry.all().stream().map(views::view).toList());
  }

  @RolesAllowed({Rights.READ, Rights.OPERATE})
  @Override
  public ProcedureView get(String name) {
    return views.view(named(name));
  }

  @RolesAllowed(Rights.OPERATE)
  @Override
  public Uni<ProcedureView> pause(String name) {
    ProcedureDefinition procedure = named(name);
    return pauses.pause(name).map(paused -> views.view(procedure));
  }

  @RolesAllowed(Rights.OPERATE)
  @Override
  public Uni<ProcedureView> resume(String name) {
    ProcedureDefinition procedure = named(name);
    return pauses.resume(name).map(resumed -> views.view(procedure));
  }

  private ProcedureDefinition named(String name) {
    return registry
        .named(name)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(ProblemType.NOT_FOUND, "There is no such procedure.")));
  }
}
