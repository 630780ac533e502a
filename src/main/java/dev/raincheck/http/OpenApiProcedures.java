package dev.raincheck.http;

import dev.raincheck.contract.CallHeaders;
import dev.raincheck.execution.ProcedureDefinition;
import dev.raincheck.execution.ProcedureRegistry;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Says of every procedure's operation what being a procedure adds to it: the request headers, the
 * callback, the 202, the headers of a result that is answered inline, and the problems; and of the
 * submit of a batch what it has in common with them. Runs once, at the start, when all procedures
 * are known; {@link OpenApiComponents} has what it refers to.
 */
@Singleton
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
class OpenApiProcedures implements OASFilter {
  private static final List<String> REQUEST_HEADERS =
      List.of(
          CallHeaders.PREFER,
          CallHeaders.IDEMPOTENCY_KEY,
          CallHeaders.OPERATION_TIMEOUT,
          CallHeaders.CALL_DELAY,
          CallHeaders.PRIORITY,
          CallHeaders.CALL_CALLBACK,
          CallHeaders.TRACEPARENT);

  private static final List<String> RESULT_HEADERS =
      List.of(
          CallHeaders.CALL_ID,
          CallHeaders.CALL_STATE,
          HttpHeaders.CONTENT_LOCATION,
          CallHeaders.SERVER_TIMING,
          CallHeaders.PREFERENCE_APPLIED,
          CallHeaders.IDEMPOTENCY_REPLAYED,
          HttpHeaders.VARY);

  private static final String ACCEPTED = "202";

  private static final String CALLBACK = "CallEnded";

  private static final String BATCHES = "/batches";
  private static final String CALLBACK_OF_BATCHES = "BatchEnded";

  /** The problems by status, in the order of the document, and the responses that say more. */
  private static final Map<String, String> PROBLEMS = new LinkedHashMap<>();

  static {
    PROBLEMS.put("400", "Malformed");
    PROBLEMS.put("401", "NotAuthenticated");
    PROBLEMS.put("403", "NotAllowed");
    PROBLEMS.put("413", "TooLarge");
    PROBLEMS.put("415", "UnsupportedMediaType");
    PROBLEMS.put("422", "Invalid");
    PROBLEMS.put("429", "OverQuota");
    PROBLEMS.put("503", "Unavailable");
    PROBLEMS.put("default", "Failed");
  }

  private static final Set<String> PROBLEMS_OF_BODIES = Set.of("413", "415");

  /** A path that every document has; what stands before it stands before all paths. */
  private static final String LANDMARK = "/calls/{id}/result";

  /** A template variable with a regular expression of JAX-RS, which OpenAPI does not have. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\{\\s*([\\w.-]+)\\s*(?::(?:[^{}]|\\{[^{}]*})*)?}");

  private final ProcedureRegistry registry;

  OpenApiProcedures(ProcedureRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void filterOpenAPI(OpenAPI document) {
    String root = root(document);
    for (ProcedureDefinition procedure : registry.all()) {
      operation(document, root, procedure).ifPresent(OpenApiProcedures::complete);
    }
    Optional.ofNullable(document.getPaths().getPathItem(root + BATCHES))
        .map(PathItem::getPOST)
        .ifPresent(submit -> completeRequest(submit, CALLBACK_OF_BATCHES));
  }

  /** What precedes every path: the root path of the application and the like. */
  private static String root(OpenAPI document) {
    return document.getPaths().getPathItems().keySet().stream()
        .filter(path -> path.endsWith(LANDMARK))
        .map(path -> path.substring(0, path.length() - LANDMARK.length()))
        .findFirst()
        .orElse("");
  }

  /** Empty for an operation that its author hides. */
  private static Optional<Operation> operation(
      OpenAPI document, String root, ProcedureDefinition procedure) {
    String path = root + VARIABLE.matcher(procedure.path()).replaceAll("{$1}");
    return Optional.ofNullable(document.getPaths().getPathItem(path)).stream()
        .flatMap(item -> item.getOperations().entrySet().stream())
        .filter(operation -> operation.getKey().name().equals(procedure.verb()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static void completeRequest(Operation operation, String callback) {
    REQUEST_HEADERS.stream()
        .filter(name -> !hasHeader(operation, name))
        .forEach(name -> operation.addParameter(OASFactory.createParameter().ref(name)));
    operation.addCallback(callback, OASFactory.createCallback().ref(callback));
  }

  private static void complete(Operation operation) {
    completeRequest(operation, CALLBACK);
    APIResponses responses = operation.getResponses();
    responses.getAPIResponses().entrySet().stream()
        .filter(response -> isResult(response.getKey()) && response.getValue().getRef() == null)
        .forEach(response -> addResultHeaders(response.getValue()));
    responses.addAPIResponse(ACCEPTED, response("Accepted"));
    boolean hasBody = operation.getRequestBody() != null;
    PROBLEMS.forEach(
        (status, name) -> {
          // An author who says more of a status is not overruled.
          if ((hasBody || !PROBLEMS_OF_BODIES.contains(status))
              && !responses.hasAPIResponse(status)) {
            responses.addAPIResponse(status, response(name));
          }
        });
  }

  private static boolean hasHeader(Operation operation, String name) {
    return operation.getParameters() != null
        && operation.getParameters().stream()
            .anyMatch(
                parameter ->
                    parameter.getIn() == Parameter.In.HEADER
                            && name.equalsIgnoreCase(parameter.getName())
                        || parameter.getRef() != null && parameter.getRef().endsWith("/" + name));
  }

  private static boolean isResult(String status) {
    return status.startsWith("2") && !status.equals(ACCEPTED);
  }

  private static void addResultHeaders(APIResponse response) {
    RESULT_HEADERS.forEach(name -> response.addHeader(name, OASFactory.createHeader().ref(name)));
  }

  private static APIResponse response(String name) {
    return OASFactory.createAPIResponse().ref(name);
  }
}
