package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A caller who has much waiting, and one who comes later with little. By age the latter would be
 * done last. Not a part of {@code verify}: {@code ./mvnw verify -Dit.test=FairnessMeasurement
 * -Dtest=NoSuchTest -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class FairnessMeasurement {
  private static final int MANY = Integer.getInteger("raincheck.faults.calls", 5_000);
  private static final int FEW = 20;
  private static final int AT_A_TIME = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String KEY = "rck_many_0123456789abcdef0123456789abcdef";

  @TempDir Path directory;
  private URI service;

  private static String digest() throws Exception {
    byte[] key = KEY.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
  }

  private List<UUID> submit(int count, String... headers) throws Exception {
    List<UUID> ids = new ArrayList<>();
    while (ids.size() < count) {
      List<CompletableFuture<Http.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < Math.min(AT_A_TIME, count - ids.size()); i++) {
        answers.add(Http.submitAsync(service, Map.of("millis", 10), headers));
      }
      for (CompletableFuture<Http.Answer> answer : answers) {
        ids.add(answer.join().expect(202).callId());
      }
    }
    return ids;
  }

  @Test
  void whoComesLateWithLittleIsNotLast() throws Exception {
    try (Fleet fleet =
        new Fleet(
            directory,
            "raincheck.procedures.\"work\".concurrency=2",
            "raincheck.procedures.\"work\".queue-limit=1000000",
            "raincheck.security.api-keys.\"many\".hash=" + digest(),
            "raincheck.security.api-keys.\"many\".roles=call,read")) {
      service = fleet.start(1).get(0).uri();
      submit(MANY, "Authorization", "ApiKey " + KEY);
      long waiting = waiting(fleet);
      long since = System.nanoTime();
      for (UUID id : submit(FEW)) {
        Http.result(service, id, 30).expect(200);
      }
      double few = seconds(since);
      long left = waiting(fleet);
      Awaitility.await().atMost(PATIENCE).until(() -> waiting(fleet) == 0);
      System.out.printf(
          "%d calls of one caller waited; %d of another were done after %.1f s, when %d of the first"
              + " still waited; those took %.1f s%n",
          waiting, FEW, few, left, seconds(since));
      assertTrue(left > waiting / 2, "most of the first caller's calls waited longer");
    }
  }

  private static long waiting(Fleet fleet) throws Exception {
    return fleet.database().number("select count(*) from raincheck.pending");
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
