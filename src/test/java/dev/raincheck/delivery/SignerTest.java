package dev.raincheck.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures, against the vector of the specification and somebody else's verifier. */
class SignerTest {
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

  @Test
  void isTheOneOfTheSpecification() {
    assertEquals(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        Signer.of(CallbackSettings.SECRET).sign(Signer.signed(ID, 1614265330, BODY)));
  }

  @Test
  void isVerifiedByOthers() throws Exception {
    Signers signers = new Signers(CallbackSettings.with("secret", CallbackSettings.SECRET));
    verify(CallbackSettings.SECRET, sign(signers, "anybody"));
    assertThrows(
        WebhookVerificationException.class,
        () -> verify(CallbackSettings.OTHER, sign(signers, "anybody")));
  }

  @Test
  void whileASecretIsRotatedBothAreThere() throws Exception {
    Signers signers =
        new Signers(
            CallbackSettings.with(
                "secret", CallbackSettings.OTHER, "previous-secret", CallbackSettings.SECRET));
    String signature = sign(signers, "");
    assertEquals(2, signature.split(" ").length);
    verify(CallbackSettings.SECRET, signature);
    verify(CallbackSettings.OTHER, signature);
  }

  @Test
  void aCallerMayHaveItsOwn() throws Exception {
    Signers signers =
        new Signers(CallbackSettings.with("secrets.\"ada\".current", CallbackSettings.SECRET));
    assertTrue(signers.has("ada"));
    assertFalse(signers.has("bob"));
    assertFalse(signers.has(""));
    verify(CallbackSettings.SECRET, sign(signers, "ada"));
  }

  @Test
  void ed25519IsVerifiedWithThePublicKey() throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] seed = ((EdECPrivateKey) keys.getPrivate()).getBytes().orElseThrow();
    Signer signer = Signer.of("whsk_" + Base64.getEncoder().encodeToString(seed));
    byte[] signed = Signer.signed(ID, 1614265330, BODY);

    String signature = signer.sign(signed);

    assertTrue(signature.startsWith("v1a,"), signature);
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(keys.getPublic());
    verifier.update(signed);
    assertTrue(verifier.verify(Base64.getDecoder().decode(signature.substring(4))));
    byte[] pair = Arrays.copyOf(seed, 64);
    assertEquals(
        signature, Signer.of("whsk_" + Base64.getEncoder().encodeToString(pair)).sign(signed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "whsec_c2hvcnQ=",
        "whsec_not base64, and secret",
        "whsk_c2hvcnQ=",
        "whsec_",
        "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            + "AAAA"
      })
  void aWrongSecretFailsTheStartWithoutBeingShown(String secret) {
    for (String name : List.of("secret", "secrets.\"ada\".current")) {
      CallbackConfig config = CallbackSettings.with(name, secret);
      IllegalArgumentException wrong =
          assertThrows(IllegalArgumentException.class, () -> new Signers(config));
      assertTrue(wrong.getMessage().contains(name), wrong::getMessage);
      assertTrue(
          secret.length() < 7 || !wrong.toString().contains(secret.substring(6)),
          wrong::getMessage);
    }
  }

  @Test
  void aPreviousSecretAloneIsAMistake() {
    CallbackConfig config = CallbackSettings.with("previous-secret", CallbackSettings.SECRET);
    assertThrows(IllegalArgumentException.class, () -> new Signers(config));
  }

  private static String sign(Signers signers, String caller) {
    return signers.sign(caller, ID, Instant.now().getEpochSecond(), BODY);
  }

  private static void verify(String secret, String signature) throws Exception {
    HttpHeaders headers =
        HttpHeaders.of(
            Map.of(
                "webhook-id", List.of(ID),
                "webhook-timestamp", List.of(String.valueOf(Instant.now().getEpochSecond())),
                "webhook-signature", List.of(signature)),
            (name, value) -> true);
    new Webhook(secret).verify(new String(BODY, StandardCharsets.UTF_8), headers);
  }
}
