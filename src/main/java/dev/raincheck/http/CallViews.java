package dev.raincheck.http;

import dev.raincheck.contract.Call;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.CallView;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Makes of a row the call as its caller sees it. */
@Singleton
class CallViews implements CallView {
  private final String root;

  CallViews(@ConfigProperty(name = "quarkus.http.root-path", defaultValue = "/") String root) {
    String path = root.startsWith("/") ? root : "/" + root;
    this.root = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  String self(UUID id) {
    return root + "/calls/" + id;
  }

  String result(UUID id) {
    return self(id) + "/result";
  }

  String events(UUID id) {
    return self(id) + "/events";
  }

  /** Where a batch is. */
  String batch(UUID id) {
    return root + "/batches/" + id;
  }

  /** Where the list of calls is. */
  String list() {
    return root + "/calls";
  }

  @Override
  public Call call(CallRow row) {
    boolean backsOff = row.attempt() > 0;
    return new Call(
        row.id(),
        row.procedure(),
        row.state(),
        millis(row.createdAt()),
        millis(row.notBefore()),
        millis(row.expiresAt()),
        millis(row.startedAt()),
        millis(row.endedAt()),
        row.attempt(),
        row.maxAttempts(),
        backsOff ? millis(row.queueAt()) : null,
        row.cancelRequested(),
        row.progress().orElse(null),
        row.failure().orElse(null),
        row.attempts().stream().map(CallViews::attempt).toList(),
        new Call.Timing(millis(row.queued()), millis(row.running()), millis(row.total())),
        new Call.Links(
            self(row.id()), result(row.id()), events(row.id()), self(row.id()) + "/cancel"),
        row.deliveries().stream().map(CallViews::delivery).toList());
  }

  static Call.Delivery delivery(Call.Delivery delivery) {
    return new Call.Delivery(
        delivery.id(),
        delivery.state(),
        delivery.tries(),
        millis(Optional.ofNullable(delivery.lastAt())),
        delivery.lastStatus(),
        delivery.lastError(),
        millis(Optional.ofNullable(delivery.nextAt())),
        millis(Optional.ofNullable(delivery.deliveredAt())));
  }

  private static Call.Attempt attempt(Call.Attempt attempt) {
    return new Call.Attempt(
        attempt.number(),
        millis(attempt.startedAt()),
        millis(Optional.ofNullable(attempt.endedAt())),
        attempt.node(),
        attempt.failure());
  }

  static Instant millis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  static @Nullable Instant millis(Optional<Instant> time) {
    return time.map(CallViews::millis).orElse(null);
  }

  /** A duration in milliseconds, to a tenth. */
  static double millis(Duration duration) {
    return tenths(duration) / 10.0;
  }

  /** The same as text, however long it is: a double's would have an exponent from 10^7 on. */
  static String plainMillis(Duration duration) {
    return BigDecimal.valueOf(tenths(duration), 1).toPlainString();
  }

  private static long tenths(Duration duration) {
    return Math.round(duration.getSeconds() * 1e4 + duration.getNano() / 1e5);
  }
}
