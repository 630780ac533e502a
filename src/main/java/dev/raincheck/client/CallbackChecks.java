package dev.raincheck.client;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What callbacks are checked with, as it is configured. Made with the first callback. */
@ApplicationScoped
class CallbackChecks {
  private final CallbackVerifier verifier;
  private final CallbackMemory memory;

  CallbackChecks(CallbackConfig config, CallbackMemory memory, Sources sources) {
    this.verifier =
        new CallbackVerifier(
            config.secrets().orElse(List.of()), config.tolerance(), sources.clock());
    this.memory = memory;
  }

  CallbackVerifier verifier() {
    return verifier;
  }

  CallbackMemory memory() {
    return memory;
  }
}
