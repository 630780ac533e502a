package dev.raincheck.delivery;

import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.Callbacks;
import dev.raincheck.core.Policies;
import dev.raincheck.net.AddressGuard;
import dev.raincheck.net.AddressNotAllowedException;
import dev.raincheck.net.HttpTarget;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Which URLs may be called back. A name that cannot be resolved at the submit is let through: it is
 * resolved, and its addresses checked, for every try.
 */
@Singleton
class CallbackTargets implements Callbacks {
  private static final int BEFORE_ANYTHING_RUNS = 100;

  private final CallbackConfig config;
  private final Signers signers;
  private final AddressGuard guard;
  private final Policies policies;

  CallbackTargets(CallbackConfig config, Signers signers, AddressGuard guard, Policies policies) {
    this.config = config;
    this.signers = signers;
    this.guard = guard;
    this.policies = policies;
  }

  /** What the operator has configured for procedures must be right from the start. */
  void start(@Observes @Priority(BEFORE_ANYTHING_RUNS) StartupEvent event) {
    for (String name : policies.names()) {
      policies
          .policy(name)
          .callback()
          .ifPresent(
              url -> {
                String property = "raincheck.procedures.\"" + name + "\".callback";
                objection(url)
                    .ifPresent(
                        why -> {
                          throw new IllegalArgumentException(property + ": " + why);
                        });
                if (!signers.has("")) {
                  throw new IllegalArgumentException(
                      property + " is set, but not raincheck.callbacks.secret");
                }
              });
    }
  }

  @Override
  public Uni<Void> check(String url, String caller) {
    Optional<Problem> problem = problem(url, caller);
    if (problem.isPresent()) {
      return Uni.createFrom().failure(new ProblemException(problem.get()));
    }
    HttpTarget target = HttpTarget.of(url).orElseThrow();
    return guard
        .addresses(target.host())
        .replaceWithVoid()
        .ifNoItem()
        .after(config.connectTimeout())
        .fail()
        .onFailure(
            failure ->
                failure instanceof UnknownHostException || failure instanceof TimeoutException)
        .recoverWithNull()
        .onFailure(AddressNotAllowedException.class)
        .transform(
            refused ->
                new ProblemException(
                    Problem.of(
                        ProblemType.TARGET_NOT_ALLOWED,
                        "The address of the callback is not allowed: it is "
                            + refused.special()
                            + ".")));
  }

  private Optional<Problem> problem(String url, String caller) {
    if (!signers.has(caller)) {
      return Optional.of(
          Problem.of(
              ProblemType.NOT_IMPLEMENTED,
              "This service has no secret to sign callbacks with; poll instead."));
    }
    return objection(url)
        .map(why -> Problem.of(ProblemType.TARGET_NOT_ALLOWED, "The callback " + why + "."));
  }

  /** Why the URL may not be called back, as far as its text tells. */
  private Optional<String> objection(String url) {
    if (url.length() > config.maxUrl()) {
      return Optional.of("is longer than " + config.maxUrl() + " characters");
    }
    return HttpTarget.of(url)
        .map(
            target ->
                target.isSecure() || config.allowHttp()
                    ? Optional.<String>empty()
                    : Optional.of("is not https"))
        .orElseGet(
            () ->
                Optional.of(
                    "is not an absolute "
                        + (config.allowHttp() ? "http or https" : "https")
                        + " URL without user information"));
  }
}
