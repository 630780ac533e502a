package dev.raincheck.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What the packaged service says of itself. {@code src/docs/openapi.yaml} is what it serves at
 * {@code /q/openapi}; this test leaves the document of today in {@code target/openapi.yaml}, so
 * after a change that is wanted:
 *
 * <pre>cp target/openapi.yaml src/docs/openapi.yaml</pre>
 */
@QuarkusIntegrationTest
@TestProfile(Packaged.class)
class OpenApiIT {
  private static final Path CHECKED_IN = Path.of("src/docs/openapi.yaml");
  private static final Path SERVED = Path.of("target/openapi.yaml");

  @Test
  void theCheckedInDocumentIsTheOneThatIsServed() throws IOException {
    String served = given().get("/q/openapi").then().statusCode(200).extract().asString();
    Files.writeString(SERVED, served);
    assertEquals(
        Files.readString(CHECKED_IN),
        served,
        () ->
            "The OpenAPI document has changed; if that is wanted: cp " + SERVED + " " + CHECKED_IN);
  }

  @Test
  void thePackagedServiceHasSwaggerUi() {
    given()
        .get("/q/swagger-ui/")
        .then()
        .statusCode(200)
        .body(containsString("<title>Raincheck</title>"));
  }

  @Test
  void thePackagedServiceHasTheRootPage() {
    given().get("/").then().statusCode(200).body(containsString("A first call"));
  }
}
