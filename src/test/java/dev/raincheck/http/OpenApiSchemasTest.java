package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.Batch;
import dev.raincheck.contract.Call;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProcedureView;
import dev.raincheck.contract.fetch.FetchResult;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas of what the service answers, against the records that Jackson writes. */
@QuarkusTest
class OpenApiSchemasTest {
  @Inject ObjectMapper json;

  @ParameterizedTest
  @ValueSource(
      classes = {
        Call.class,
        Call.Progress.class,
        Call.Failure.class,
        Call.Attempt.class,
        Call.Timing.class,
        Call.Links.class,
        Call.Delivery.class,
        Batch.class,
        Batch.Links.class,
        Problem.class,
        Problem.Violation.class,
        ProcedureView.class,
        ProcedureView.Policy.class,
        ProcedureView.Latency.class,
        ProcedureView.Quantiles.class,
        FetchResult.class
      })
  void schemasSayWhatIsAlwaysThereAndWhatMayBeNull(Class<? extends Record> type)
      throws JsonProcessingException {
    Schema annotation = type.getAnnotation(Schema.class);
    String name = annotation.name().isEmpty() ? type.getSimpleName() : annotation.name();
    JsonNode schema = read().at("/components/schemas/" + name);
    JsonInclude include = type.getAnnotation(JsonInclude.class);
    boolean nullLeftOut = include != null && include.value() == JsonInclude.Include.NON_NULL;
    Set<String> required = new TreeSet<>();
    schema.path("required").forEach(property -> required.add(property.asText()));
    Set<String> expected = new TreeSet<>();
    for (RecordComponent component : components(type)) {
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      boolean leftOut =
          nullable && nullLeftOut || component.getAccessor().isAnnotationPresent(JsonInclude.class);
      if (!leftOut) {
        expected.add(component.getName());
      }
      assertEquals(
          nullable && !nullLeftOut,
          admitsNull(schema.path("properties").path(component.getName())),
          name + "." + component.getName());
    }
    assertEquals(expected, required, name);
  }

  private static List<RecordComponent> components(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> !component.getName().equals("extensions"))
        .toList();
  }

  private static boolean admitsNull(JsonNode schema) {
    return StreamSupport.stream(schema.path("type").spliterator(), false)
            .anyMatch(type -> type.asText().equals("null"))
        || StreamSupport.stream(schema.path("anyOf").spliterator(), false)
            .anyMatch(choice -> choice.path("type").asText().equals("null"));
  }

  private JsonNode read() throws JsonProcessingException {
    return json.readTree(given().accept("application/json").get("/q/openapi").asString());
  }
}
