package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.core.Signal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SignalTextTest {
  private static final int LIMIT_OF_POSTGRESQL = 8_000;

  @Test
  void whatIsWrittenIsRead() {
    List<Signal> signals =
        List.of(
            new Signal.CallEnded(UUID.randomUUID()),
            new Signal.CallsWait("billing.invoice-2"),
            new Signal.CancelAsked(UUID.randomUUID()));

    String[] payloads = SignalText.write(signals);

    assertEquals(1, payloads.length);
    assertEquals(signals, SignalText.read(payloads[0]));
  }

  @Test
  void manyTakeSeveralNotifications() {
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      signals.add(new Signal.CallEnded(UUID.randomUUID()));
      signals.add(new Signal.CallsWait("Überweisung" + i));
    }

    List<Signal> read = new ArrayList<>();
    for (String payload : SignalText.write(signals)) {
      assertTrue(payload.getBytes(StandardCharsets.UTF_8).length < LIMIT_OF_POSTGRESQL);
      read.addAll(SignalText.read(payload));
    }

    assertEquals(signals, read);
  }

  @Test
  void nothingIsToldOfNothing() {
    assertEquals(0, SignalText.write(List.of()).length);
  }

  @Test
  void whatIsNotUnderstoodIsLeftOut() {
    assertEquals(
        List.of(new Signal.CallsWait("known")),
        SignalText.read("enone\n\nzof another version\nc\nwknown\n"));
  }
}
