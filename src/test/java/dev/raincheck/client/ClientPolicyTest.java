package dev.raincheck.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.raincheck.client.ClientConfig.OnCancel;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.contract.WireDuration;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is in force for a client, and what its caller may ask for. */
class ClientPolicyTest {

  private static ClientPolicy policy(Map<String, String> properties) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(ClientConfig.class)
            .withConverter(
                Duration.class, 200, text -> text.isEmpty() ? null : WireDuration.parse(text))
            .withDefaultValues(properties)
            .build();
    return ClientPolicy.of(config.getConfigMapping(ClientConfig.class), "billing");
  }

  @Test
  void theDefaults() {
    assertEquals(
        new ClientPolicy(
            "billing",
            Duration.ofSeconds(20),
            Optional.of(Duration.ofDays(1)),
            OnCancel.DETACH,
            true),
        policy(Map.of()));
  }

  @Test
  void whatIsSetForAll() {
    assertEquals(
        new ClientPolicy(
            "billing", Duration.ofSeconds(5), Optional.empty(), OnCancel.CANCEL, false),
        policy(
            Map.of(
                "raincheck.client.wait", "5s",
                "raincheck.client.deadline", "0s",
                "raincheck.client.on-cancel", "cancel",
                "raincheck.client.idempotency", "false")));
  }

  @Test
  void whatOneHasOfItsOwn() {
    assertEquals(
        new ClientPolicy(
            "billing",
            Duration.ofSeconds(7),
            Optional.of(Duration.ofMinutes(1)),
            OnCancel.CANCEL,
            true),
        policy(
            Map.of(
                "raincheck.client.wait", "5s",
                "raincheck.client.billing.wait", "7s",
                "raincheck.client.billing.deadline", "1m",
                "raincheck.client.billing.on-cancel", "cancel",
                "raincheck.client.other.idempotency", "false")));
  }

  @Test
  void theHeadersOfTheOptions() {
    CallOptions options = CallOptions.DEFAULT.withDelay(Duration.ofMinutes(90)).withUrgency(1);
    assertEquals(
        Map.of(CallHeaders.CALL_DELAY, "90m", CallHeaders.PRIORITY, "u=1"), options.headers());
    assertEquals(
        Map.of(CallHeaders.CALL_CALLBACK, "https://example.org/ended"),
        CallOptions.DEFAULT.withCallback(URI.create("https://example.org/ended")).headers());
    assertEquals(Map.of(), CallOptions.DEFAULT.headers());
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    CallOptions none = CallOptions.DEFAULT;
    assertThrows(IllegalArgumentException.class, () -> none.withUrgency(8));
    assertThrows(IllegalArgumentException.class, () -> none.withUrgency(-1));
    assertThrows(IllegalArgumentException.class, () -> none.withDeadline(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> none.withDelay(Duration.ofSeconds(-1)));
    assertThrows(IllegalArgumentException.class, () -> none.withIdempotencyKey(""));
    assertThrows(IllegalArgumentException.class, () -> none.withIdempotencyKey("k".repeat(256)));
    URI relative = URI.create("/ended");
    assertThrows(IllegalArgumentException.class, () -> none.withCallback(relative));
  }
}
