package dev.raincheck.delivery;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who signs for which caller. Made once; a wrong secret fails the start. */
@Singleton
class Signers {
  private final List<Signer> ofAll;
  private final Map<String, List<Signer>> ofCallers = new HashMap<>();

  Signers(CallbackConfig config) {
    if (config.secret().isEmpty() && config.previousSecret().isPresent()) {
      throw new IllegalArgumentException(
          "raincheck.callbacks.previous-secret is set without raincheck.callbacks.secret");
    }
    ofAll =
        signers(
            "raincheck.callbacks.secret",
            config.secret(),
            "raincheck.callbacks.previous-secret",
            config.previousSecret());
    config
        .secrets()
        .forEach(
            (caller, secrets) -> {
              String name = "raincheck.callbacks.secrets.\"" + caller + "\".";
              ofCallers.put(
                  caller,
                  signers(
                      name + "current",
                      Optional.of(secrets.current()),
                      name + "previous",
                      secrets.previous()));
            });
  }

  private static List<Signer> signers(
      String name, Optional<String> current, String previousName, Optional<String> previous) {
    List<Signer> signers = new ArrayList<>();
    current.ifPresent(secret -> signers.add(signer(name, secret)));
    previous.ifPresent(secret -> signers.add(signer(previousName, secret)));
    return List.copyOf(signers);
  }

  private static Signer signer(String name, String secret) {
    try {
      return Signer.of(secret);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(name + " is wrong: " + wrong.getMessage(), wrong);
    }
  }

  /** Whether callbacks of a caller can be signed. */
  boolean has(String caller) {
    return !of(caller).isEmpty();
  }

  /** The value of the header: one signature, or two while a secret is being rotated. */
  String sign(String caller, String id, long timestamp, byte[] body) {
    byte[] signed = Signer.signed(id, timestamp, body);
    return of(caller).stream().map(signer -> signer.sign(signed)).collect(Collectors.joining(" "));
  }

  private List<Signer> of(String caller) {
    return ofCallers.getOrDefault(caller, ofAll);
  }
}
