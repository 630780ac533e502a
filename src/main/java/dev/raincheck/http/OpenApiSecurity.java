package dev.raincheck.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.inject.Singleton;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Says of every operation of Raincheck's how a caller makes itself known, and how it is refused.
 * Operations of the application's own are left to it. Runs once, at the start.
 */
@Singleton
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
class OpenApiSecurity implements OASFilter {
  /** Only Raincheck's operations refer to these. */
  private static final Set<String> OWN_RESPONSES =
      Set.of("Problem", "Unavailable", "Accepted", "NotAuthenticated");

  private static final String OPEN = "Problems";

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .filter(OpenApiSecurity::isGuarded)
        .forEach(OpenApiSecurity::complete);
  }

  private static boolean isGuarded(Operation operation) {
    return (operation.getTags() == null || !operation.getTags().contains(OPEN))
        && operation.getResponses().getAPIResponses().values().stream()
            .map(APIResponse::getRef)
            .anyMatch(
                reference ->
                    reference != null
                        && OWN_RESPONSES.contains(
                            reference.substring(reference.lastIndexOf('/') + 1)));
  }

  private static void complete(Operation operation) {
    add(operation.getResponses(), "401", "NotAuthenticated");
    add(operation.getResponses(), "403", "NotAllowed");
    if (operation.getSecurity() == null) {
      operation
          .addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme("ApiKey"))
          .addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme("Bearer"));
      // A service may be told to let everybody in.
      operation.addSecurityRequirement(OASFactory.createSecurityRequirement());
    }
  }

  private static void add(APIResponses responses, String status, String name) {
    if (!responses.hasAPIResponse(status)) {
      responses.addAPIResponse(status, OASFactory.createAPIResponse().ref(name));
    }
  }
}
