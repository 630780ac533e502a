package dev.raincheck.store;

import dev.raincheck.core.NewCall;
import dev.raincheck.core.Trace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A new call in the making: one that is queued, unless it is told otherwise. */
final class CallDraft {
  private final UUID id;
  private final String procedure;
  private String caller = "";
  private Optional<NewCall.Idempotency> key = Optional.empty();
  private Duration delay = Duration.ZERO;
  private Optional<Duration> budget = Optional.empty();
  private int priority = 3;
  private int maxAttempts = 3;
  private Duration retention = Duration.ofDays(1);
  private Trace trace = Trace.NONE;
  private Optional<String> callback = Optional.empty();
  private Optional<UUID> claimedBy = Optional.empty();
  private Optional<String> claims = Optional.empty();

  CallDraft(UUID id, String procedure) {
    this.id = id;
    this.procedure = procedure;
  }

  CallDraft caller(String name) {
    caller = name;
    return this;
  }

  CallDraft key(String text, String request) {
    byte[] fingerprint = request.getBytes(StandardCharsets.UTF_8);
    key = Optional.of(new NewCall.Idempotency(text, fingerprint));
    return this;
  }

  CallDraft delay(Duration length) {
    delay = length;
    return this;
  }

  CallDraft budget(Duration length) {
    budget = Optional.of(length);
    return this;
  }

  CallDraft priority(int urgency) {
    priority = urgency;
    return this;
  }

  CallDraft maxAttempts(int count) {
    maxAttempts = count;
    return this;
  }

  CallDraft retention(Duration length) {
    retention = length;
    return this;
  }

  CallDraft trace(String parent, String state) {
    trace = new Trace(Optional.of(parent), Optional.of(state));
    return this;
  }

  CallDraft callback(String target) {
    callback = Optional.of(target);
    return this;
  }

  CallDraft claimedBy(UUID node) {
    claimedBy = Optional.of(node);
    return this;
  }

  CallDraft claims(String json) {
    claims = Optional.of(json);
    return this;
  }

  NewCall done() {
    return new NewCall(
        id,
        procedure,
        caller,
        ("[\"" + id + "\"]").getBytes(StandardCharsets.UTF_8),
        key,
        delay,
        budget,
        priority,
        maxAttempts,
        retention,
        trace,
        callback,
        System.nanoTime(),
        claimedBy,
        claims);
  }
}
