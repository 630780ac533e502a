package dev.raincheck.execution;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.testprocedures.Caller;
import dev.raincheck.testprocedures.Gate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a procedure knows and says, and the thread on which it does. */
@QuarkusTest
class CallContextTest {

  @ParameterizedTest
  @CsvSource({"worker, false", "event-loop, true", "later, true"})
  void aProcedureKnowsItsCall(String kind, boolean eventLoop) {
    Response response = Caller.post("/test/context/" + kind, "", "Prefer", "wait=30");
    assertEquals(200, response.statusCode(), response::asString);
    JsonPath known = response.jsonPath();
    String id = response.header("Call-Id");
    assertTrue(known.getBoolean("active"));
    assertEquals(id, known.getString("callId"));
    assertEquals(1, known.getInt("attempt"));
    assertNull(known.get("remainingMs"));
    assertFalse(known.getBoolean("cancelled"));
    assertTrue(known.getBoolean("requestScope"));
    assertEquals(eventLoop, known.getBoolean("eventLoop"), () -> known.getString("thread"));
    assertEquals(id, known.getString("loggedCallId"));
    assertEquals("1", known.getString("loggedAttempt"));
  }

  @Test
  void logLinesCarryTheCall() {
    java.util.Queue<ExtLogRecord> lines = new java.util.concurrent.ConcurrentLinkedQueue<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            ExtLogRecord copy = ExtLogRecord.wrap(line);
            copy.copyMdc();
            lines.add(copy);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("dev.raincheck.testprocedures.ContextProcedures");
    logger.addHandler(handler);
    try {
      String id = Caller.submit("/test/context/worker", "");
      Caller.ended(id, "SUCCEEDED");
      assertTrue(
          lines.stream()
              .anyMatch(
                  line -> id.equals(line.getMdc("callId")) && "1".equals(line.getMdc("attempt"))));
    } finally {
      logger.removeHandler(handler);
    }
  }

  @Test
  void progressShows() {
    Gate gate = Gate.closed();
    String id =
        Caller.submit("/test/context/progress", Map.of("gate", gate.key(), "who", "progress"));
    gate.awaitEntry();
    JsonPath call =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> Caller.call(id), shown -> shown.get("progress") != null);
    assertEquals(3, call.getLong("progress.done"));
    assertEquals(10, call.getLong("progress.total"));
    assertEquals(200, call.getString("progress.note").length());
    gate.open("done");
    Caller.ended(id, "SUCCEEDED");
  }

  @Test
  void wrongProgressFails() {
    Caller.ended(Caller.submit("/test/context/wrong-progress", ""), "FAILED");
  }

  @Test
  void outsideOfAnAttemptThereIsNoCall() {
    given().get("/test/context/from-java").then().statusCode(200).body(equalTo("active false"));
    given().get("/test/plain-greetings/you").then().statusCode(200).body(equalTo("Hello you"));
  }

  @Test
  void anInterfaceDeclaresAProcedure() {
    String id =
        given().get("/test/greetings/you").then().statusCode(202).extract().header("Call-Id");
    JsonPath call = Caller.ended(id, "SUCCEEDED");
    assertEquals("test.greeting", call.getString("procedure"));
    assertEquals(2, call.getInt("maxAttempts"));
    Caller.result(id).then().statusCode(200).body(equalTo("Hello you"));
  }
}
