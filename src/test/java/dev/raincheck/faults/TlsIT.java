package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS by the packaged service, with the settings of the README. */
class TlsIT {
  private static final String KEY = "rck_packaged_0123456789abcdef0123456789abcdef";
  private static final String HOST = "ip:127.0.0.1";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir static Path directory;

  private static Identity first;
  private static Identity second;
  private static Identity client;
  private static Service service;
  private static URI uri;

  @BeforeAll
  static void start() throws Exception {
    first = Identity.make(directory, "first", HOST);
    second = Identity.make(directory, "second", HOST);
    client = Identity.make(directory, "client", HOST);
    serve(first);
    Path keys = Files.writeString(directory.resolve("keys.properties"), keyFile());
    Path roles = Files.writeString(directory.resolve("roles.properties"), "client=call,read\n");
    // A name with a "=" cannot come by -D.
    Path more = Files.createDirectories(directory.resolve("config"));
    Files.writeString(
        more.resolve("application.properties"),
        "raincheck.quotas.callers.\"cert\\:CN\\=client\".calls=1\n");
    service =
        Service.start(
            plan("data")
                .with(
                    "raincheck.security.anonymous=false",
                    "raincheck.security.api-keys-file=" + keys,
                    "raincheck.fetch.allow-private=true",
                    "quarkus.tls.trust-store.pem.certs=" + client.certificateFile(),
                    "quarkus.http.auth.certificate-role-properties=" + roles,
                    "quarkus.tls.reload-period=1s"));
    uri = secure(service);
  }

  @AfterAll
  static void stop() throws IOException {
    service.close();
    assertFalse(service.log().contains(KEY), "no key is logged");
  }

  private static Service.Plan plan(String data) {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "raincheck");
    return Service.Plan.of(Service.packaged(), directory)
        .with(
            "raincheck.embedded.data-dir=" + directory.resolve(data),
            "raincheck.embedded.binaries-dir=" + cache,
            "quarkus.http.ssl-port=0",
            "quarkus.tls.key-store.pem.0.cert=" + directory.resolve("served/tls.crt"),
            "quarkus.tls.key-store.pem.0.key=" + directory.resolve("served/tls.key"));
  }

  private static URI secure(Service service) {
    service.awaitLog("https://127.0.0.1:");
    return URI.create(
        service.log().replaceFirst("(?s).*(https://127\\.0\\.0\\.1:\\d+).*", "$1") + "/");
  }

  /** Both files change in one step, as those of a mounted Secret do. */
  private static void serve(Identity identity) throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("next"), identity.directory());
    Files.move(link, directory.resolve("served"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String keyFile() throws GeneralSecurityException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(KEY.getBytes(StandardCharsets.UTF_8));
    return "packaged.hash=%s\npackaged.roles=call,read\n"
        .formatted(HexFormat.of().formatHex(digest));
  }

  @Test
  void callsGoOverHttp2() throws Exception {
    HttpClient caller = http(Identity.believing(first, second));
    try (SlowTarget target = new SlowTarget()) {
      target.open();
      HttpResponse<String> answer = caller.send(withKey(fetch(target)), text());
      assertEquals(200, answer.statusCode(), answer.body());
      assertEquals(HttpClient.Version.HTTP_2, answer.version());
      assertTrue(answer.body().contains("answer to /slow"), answer.body());
    }
    assertEquals(401, caller.send(calls().build(), text()).statusCode());
  }

  @Test
  void nothingBelowTls13IsSpoken() throws Exception {
    HttpClient old =
        HttpClient.newBuilder()
            .sslContext(Identity.believing(first, second))
            .sslParameters(new SSLParameters(null, new String[] {"TLSv1.2"}))
            .build();
    assertThrows(SSLHandshakeException.class, () -> old.send(calls().build(), text()));

    OpenSsl openssl = OpenSsl.orSkip(uri.getPort());
    openssl.assertConnects("TLSv1.3", "-tls1_3");
    openssl.assertAlert(OpenSsl.PROTOCOL_VERSION, "-tls1_2");
    openssl.assertAlert(OpenSsl.PROTOCOL_VERSION, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0");
  }

  @Test
  void ofTls12OnlyWhatIsStrongIfItIsEnabled() throws Exception {
    try (Service both =
        Service.startWithoutWaiting(
            plan("other")
                .with(
                    "quarkus.tls.protocols=TLSv1.3,TLSv1.2",
                    "quarkus.http.insecure-requests=disabled"))) {
      int port = secure(both).getPort();
      assertFalse(both.log().contains("http://"), "only HTTPS: " + both.log());
      OpenSsl openssl = OpenSsl.orSkip(port);
      openssl.assertConnects("TLSv1.3", "-tls1_3");
      openssl.assertConnects("Cipher is ECDHE-RSA-", "-tls1_2");
      openssl.assertAlert(OpenSsl.PROTOCOL_VERSION, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0");
      // Nothing at all, no forward secrecy, and what encrypts before it authenticates.
      for (String weak : new String[] {"NULL:aNULL", "AES256-GCM-SHA384", "ECDHE-RSA-AES128-SHA"}) {
        openssl.assertAlert(OpenSsl.HANDSHAKE_FAILURE, "-tls1_2", "-cipher", weak + ":@SECLEVEL=0");
      }
    }
  }

  @Test
  void aNewCertificateLosesNothing() throws Exception {
    serve(first);
    awaitAnswers(first);
    HttpClient before = http(Identity.believing(first));
    try (KeptOpen connection = KeptOpen.to(uri, Identity.believing(first));
        SlowTarget target = new SlowTarget()) {
      assertEquals("HTTP/1.1 200 OK", connection.get("/q/health/live"));
      CompletableFuture<HttpResponse<String>> call =
          before.sendAsync(withKey(fetch(target)), text());
      target.awaitArrivals(1);

      serve(second);
      awaitAnswers(second);
      assertThrows(
          SSLHandshakeException.class,
          () -> http(Identity.believing(first)).send(calls().build(), text()));

      // Those who believe the first one only are still served, on the connections that they have.
      assertEquals("HTTP/1.1 200 OK", connection.get("/q/health/live"));
      target.open();
      HttpResponse<String> answer = call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertEquals(200, answer.statusCode(), answer.body());
      assertEquals(200, before.send(withKey(calls()), text()).statusCode());
    }
  }

  private static void awaitAnswers(Identity served) {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreException(SSLHandshakeException.class)
        .until(
            () ->
                http(Identity.believing(served)).send(withKey(calls()), text()).statusCode()
                    == 200);
  }

  @Test
  void aCertificateMakesACaller() throws Exception {
    HttpClient caller = http(client.believingAsWell(first, second));
    try (SlowTarget target = new SlowTarget()) {
      target.open();
      HttpResponse<String> answer = caller.send(fetch(target).build(), text());
      assertEquals(200, answer.statusCode(), answer.body());
      String id = answer.headers().firstValue("Call-Id").orElseThrow();
      HttpRequest.Builder call = HttpRequest.newBuilder(uri.resolve("/calls/" + id));
      assertEquals(200, caller.send(call.build(), text()).statusCode());
      assertEquals(
          404,
          http(Identity.believing(first, second)).send(withKey(call), text()).statusCode(),
          "it is not the call of the key's holder");
      assertEquals(429, caller.send(fetch(target).build(), text()).statusCode(), "its own quota");
    }
  }

  @Test
  void aCertificateOfStrangersMakesNone() throws Exception {
    Identity stranger = Identity.make(directory, "stranger", HOST);
    HttpClient caller = http(stranger.believingAsWell(first, second));
    // The client sees who is trusted, and does not even show it.
    assertEquals(401, caller.send(calls().build(), text()).statusCode());
  }

  private static HttpClient http(SSLContext context) {
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static HttpRequest.Builder calls() {
    return HttpRequest.newBuilder(uri.resolve("/calls"));
  }

  private static HttpRequest.Builder fetch(SlowTarget target) {
    return HttpRequest.newBuilder(uri.resolve("/fetches"))
        .header("Content-Type", "application/json")
        .header("Prefer", "wait=30")
        .POST(
            HttpRequest.BodyPublishers.ofString("{\"url\":\"%s\"}".formatted(target.url("/slow"))));
  }

  private static HttpRequest withKey(HttpRequest.Builder request) {
    return request.header("Authorization", "ApiKey " + KEY).build();
  }

  private static HttpResponse.BodyHandler<String> text() {
    return HttpResponse.BodyHandlers.ofString();
  }
}
