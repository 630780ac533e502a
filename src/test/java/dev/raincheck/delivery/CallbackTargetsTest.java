package dev.raincheck.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.Policies;
import dev.raincheck.core.Policy;
import dev.raincheck.core.RetryPolicy;
import dev.raincheck.net.AddressGuard;
import dev.raincheck.net.FakeResolver;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is checked of a callback when a call is submitted. */
class CallbackTargetsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FakeResolver names =
      new FakeResolver()
          .tell("public.test", "1.1.1.1")
          .tell("private.test", "1.1.1.1", "10.0.0.1")
          .tell("127.0.0.1", "127.0.0.1")
          .tell("[::1]", "::1")
          .tell("169.254.169.254", "169.254.169.254");

  private CallbackTargets targets(Optional<String> ofProcedure, String... settings) {
    CallbackConfig config = CallbackSettings.with(settings);
    return new CallbackTargets(
        config,
        new Signers(config),
        new AddressGuard(names, config.allowPrivate()),
        policies(ofProcedure));
  }

  private static Policies policies(Optional<String> callback) {
    Duration second = Duration.ofSeconds(1);
    Policy policy = new Policy(1, new RetryPolicy(second, second), second, 1, 1, second, callback);
    return new Policies() {
      @Override
      public Set<String> names() {
        return Set.of("greet");
      }

      @Override
      public Policy policy(String procedure) {
        return policy;
      }
    };
  }

  private CallbackTargets standard() {
    return targets(Optional.empty(), "secret", CallbackSettings.SECRET);
  }

  private static void check(CallbackTargets targets, String url) {
    targets.check(url, "").await().atMost(PATIENCE);
  }

  private static void refused(ProblemType kind, CallbackTargets targets, String url) {
    ProblemException refused = assertThrows(ProblemException.class, () -> check(targets, url), url);
    assertEquals(kind.uri(), refused.problem().type(), url);
  }

  @Test
  void aPublicOneIsAllowed() {
    check(standard(), "https://public.test/ended?token=1");
  }

  @Test
  void oneThatCannotBeResolvedNowIsTried() {
    check(standard(), "https://unknown.test/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://public.test/",
        "ftp://public.test/",
        "https://a:b@public.test/",
        "/ended",
        "https:public.test",
        "",
        "https://private.test/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data/"
      })
  void othersAreRefused(String url) {
    refused(ProblemType.TARGET_NOT_ALLOWED, standard(), url);
  }

  @Test
  void aLongOneIsRefused() {
    String url = "https://public.test/" + "x".repeat(2048);
    refused(ProblemType.TARGET_NOT_ALLOWED, standard(), url);
    check(standard(), url.substring(0, 2048));
  }

  @Test
  void inDevelopmentMoreIsAllowed() {
    check(
        targets(
            Optional.empty(),
            "secret",
            CallbackSettings.SECRET,
            "allow-http",
            "true",
            "allow-private",
            "true"),
        "http://127.0.0.1:8080/");
  }

  @Test
  void withoutASecretAllAreRefused() {
    refused(ProblemType.NOT_IMPLEMENTED, targets(Optional.empty()), "https://public.test/");
  }

  @Test
  void whatIsConfiguredIsCheckedAtTheStart() {
    targets(Optional.of("https://public.test/"), "secret", CallbackSettings.SECRET)
        .start(new StartupEvent());
    for (CallbackTargets wrong :
        new CallbackTargets[] {
          targets(Optional.of("http://public.test/"), "secret", CallbackSettings.SECRET),
          targets(Optional.of("https://public.test/"))
        }) {
      IllegalArgumentException failure =
          assertThrows(IllegalArgumentException.class, () -> wrong.start(new StartupEvent()));
      assertTrue(
          failure.getMessage().startsWith("raincheck.procedures.\"greet\".callback"),
          failure::getMessage);
    }
  }
}
