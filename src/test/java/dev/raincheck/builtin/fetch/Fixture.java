package dev.raincheck.builtin.fetch;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.fetch.FetchRequest;
import dev.raincheck.contract.fetch.FetchResult;
import dev.raincheck.net.AddressBlocks;
import dev.raincheck.net.HostResolver;
import dev.raincheck.procedure.CallContext;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The procedure as CDI would put it together, and a target for it. */
final class Fixture implements AutoCloseable {

  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T08:00:00Z"), ZoneOffset.UTC);

  /** Much longer than anything here takes; only a test that fails waits for it. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final Vertx vertx = Vertx.vertx();
  final TargetServer server = new TargetServer(vertx);

  FetchProcedure procedure(Settings settings) {
    return procedure(settings, FakeCall.running());
  }

  FetchProcedure procedure(Settings settings, Instance<CallContext> context) {
    return procedure(settings, context, new AllowedAddresses(vertx, settings));
  }

  FetchProcedure procedure(
      Settings settings, Instance<CallContext> context, AllowedAddresses addresses) {
    return new FetchProcedure(
        addresses,
        new Exchanges(vertx, settings, new Credentials(settings.storeCredentials())),
        settings,
        context,
        CLOCK);
  }

  /** Takes the local target for a public one; all else is as in production. */
  FetchProcedure guarded(HostResolver resolver) {
    AllowedAddresses addresses =
        new AllowedAddresses(
            resolver,
            address ->
                address.getHostAddress().equals("127.0.0.1")
                    ? Optional.empty()
                    : AddressBlocks.whatIsSpecialAbout(address));
    return procedure(Settings.standard(), FakeCall.running(), addresses);
  }

  FetchResult fetch(FetchRequest request) {
    return fetch(procedure(Settings.standard()), request);
  }

  FetchResult fetch(FetchProcedure procedure, FetchRequest request) {
    return procedure.fetch(request).await().atMost(PATIENCE);
  }

  ProblemException failure(FetchRequest request) {
    return failure(procedure(Settings.standard()), request);
  }

  ProblemException failure(FetchProcedure procedure, FetchRequest request) {
    return assertThrows(ProblemException.class, () -> fetch(procedure, request));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
