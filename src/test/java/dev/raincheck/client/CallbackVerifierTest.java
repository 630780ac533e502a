package dev.raincheck.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.standardwebhooks.Webhook;
import dev.raincheck.client.CallbackVerifier.NotVerifiedException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed by somebody else's code is verified, and nothing else. */
class CallbackVerifierTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER = "whsec_cmFpbmNoZWNrLWRldmVsb3BtZW50LXNlY3JldA==";
  private static final String ID = "msg_1";
  private static final long NOW = 1_795_334_400;
  private static final String BODY = "{\"a\": \"\u00e4\"}";

  private static CallbackVerifier verifier(String... secrets) {
    return new CallbackVerifier(
        List.of(secrets),
        Duration.ofMinutes(5),
        Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));
  }

  private static String sign(long time) {
    try {
      return new Webhook(SECRET).sign(ID, time, BODY);
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void verify(CallbackVerifier verifier, String time, @Nullable String signature) {
    verifier.verify(ID, time, signature, BODY.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(CallbackVerifier verifier, String time, @Nullable String signature) {
    assertThrows(NotVerifiedException.class, () -> verify(verifier, time, signature));
  }

  private static String now() {
    return String.valueOf(NOW);
  }

  @Test
  void oneOfSeveralSecretsIsEnough() {
    verify(verifier(SECRET), now(), sign(NOW));
    verify(verifier(OTHER, SECRET), now(), sign(NOW));
    refused(verifier(OTHER), now(), sign(NOW));
    refused(verifier(), now(), sign(NOW));
  }

  @Test
  void oneOfSeveralSignaturesIsEnough() {
    verify(verifier(SECRET), now(), "v1,AAAA v2,BBBB nonsense " + sign(NOW));
    refused(verifier(SECRET), now(), "v1,AAAA");
    refused(verifier(SECRET), now(), sign(NOW).replace("v1,", "v2,"));
    refused(verifier(SECRET), now(), "");
    refused(verifier(SECRET), now(), null);
  }

  @Test
  void itIsFreshWithinTheTolerance() {
    for (long off : new long[] {-300, 300}) {
      verify(verifier(SECRET), String.valueOf(NOW + off), sign(NOW + off));
    }
    for (long off : new long[] {-301, 301}) {
      refused(verifier(SECRET), String.valueOf(NOW + off), sign(NOW + off));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "1.5", "99999999999999999999", "9223372036854775807"})
  void aTimestampThatIsNoneIsRefused(String time) {
    refused(verifier(SECRET), time, sign(NOW));
  }

  @Test
  void everyByteCounts() {
    byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
    byte[] longer = Arrays.copyOf(body, body.length + 1);
    longer[body.length] = ' ';
    assertThrows(
        NotVerifiedException.class, () -> verifier(SECRET).verify(ID, now(), sign(NOW), longer));
    assertThrows(
        NotVerifiedException.class, () -> verifier(SECRET).verify("msg_2", now(), sign(NOW), body));
  }

  @Test
  void ed25519() throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = keys.getPublic().getEncoded();
    String key =
        "whpk_"
            + Base64.getEncoder()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(keys.getPrivate());
    signer.update((ID + "." + NOW + "." + BODY).getBytes(StandardCharsets.UTF_8));
    String signature = "v1a," + Base64.getEncoder().encodeToString(signer.sign());

    verify(verifier(SECRET, key), now(), signature);

    refused(verifier(SECRET, key), now(), signature.replace("v1a,", "v1,"));
    refused(verifier(key), now(), "v1a,AAAA");
  }

  @Test
  void aSecretThatIsNoneIsNotShown() {
    for (String wrong : List.of("whsec_%%%", "whsec_", "whpk_AAAA")) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> verifier(wrong));
      assertFalse(refused.getMessage().contains("%%%"), refused.getMessage());
    }
    assertEquals(SECRET.length(), "whsec_".length() + 32);
  }
}
