package dev.raincheck.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.faults.history.Question;
import dev.raincheck.faults.history.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who submits work in one way or another, one call after the other, and looks at what
 * becomes of it, each time through another replica. Repeats what has a key until it is accepted;
 * what has none, never. Everything is drawn from a seed. Of one thread.
 */
final class Caller implements Runnable {
  /** The policy of the procedure; the suite does not change the default. */
  private static final int MAX_ATTEMPTS = 5;

  private static final int MOST_REPETITIONS = 8;
  private static final int MOST_LOOKS = 8;
  private static final int LONGEST_WAIT = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final List<Client.Target> targets;
  private final Client client;
  private final Pace pace;
  private final Random random;
  private int calls;

  Caller(String name, List<Client.Target> targets, Client client, Pace pace, Random random) {
    this.name = name;
    this.targets = targets;
    this.client = client;
    this.pace = pace;
    this.random = random;
  }

  /**
   * A request, as often as it is made.
   *
   * @param seconds that it waits for the result
   */
  private record Wish(Question.Submit question, byte[] body, int seconds, List<String> headers) {}

  /** Goes on until the pace ends. */
  @Override
  public void run() {
    try {
      while (pace.take()) {
        call();
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void call() throws InterruptedException {
    Wish wish = wish();
    Optional<String> id = wish.question().key().isPresent() ? insist(wish) : submit(wish, 1);
    if (id.isPresent()) {
      follow(id.get());
    } else if (chance(10) && pace.take()) {
      client.list(target());
    }
  }

  private Client.Target target() {
    return targets.get(random.nextInt(targets.size()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private int between(int low, int high) {
    return low + random.nextInt(high - low);
  }

  private Wish wish() {
    String label = name + "-" + calls++;
    Optional<String> key = chance(40) ? Optional.of("key-" + label) : Optional.empty();
    OptionalLong budget = chance(15) ? OptionalLong.of(between(300, 6_000)) : OptionalLong.empty();
    byte[] body = body(label);
    int wait = chance(30) ? between(1, LONGEST_WAIT) : 0;
    List<String> headers = new ArrayList<>();
    key.ifPresent(value -> headers.addAll(List.of("Idempotency-Key", value)));
    budget.ifPresent(value -> headers.addAll(List.of("Operation-Timeout", value + "ms")));
    if (chance(10)) {
      headers.addAll(List.of("Call-Delay", between(100, 2_000) + "ms"));
    }
    if (chance(10)) {
      headers.addAll(List.of("Priority", "u=" + between(0, 8)));
    }
    Question.Submit question =
        new Question.Submit(label, key, Digest.of(body), budget, MAX_ATTEMPTS);
    return new Wish(question, body, wait, headers);
  }

  private byte[] body(String label) {
    int kind = random.nextInt(100);
    int millis =
        kind < 80 ? between(0, 300) : kind < 96 ? between(300, 1_500) : between(2_000, 6_000);
    int failures = chance(85) ? 0 : chance(80) ? between(1, 3) : MAX_ATTEMPTS;
    Map<String, Object> work =
        Map.of(
            "millis",
            millis,
            "blocking",
            chance(30),
            "failures",
            failures,
            "size",
            chance(10) ? between(0, 20_000) : 0,
            "label",
            label);
    try {
      return JSON.writeValueAsBytes(work);
    } catch (JsonProcessingException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Submits until there is a call. */
  private Optional<String> insist(Wish wish) throws InterruptedException {
    Optional<String> id = Optional.empty();
    for (int i = 0; i < MOST_REPETITIONS && id.isEmpty() && pace.take(); i++) {
      id = submit(wish, chance(30) ? between(2, 4) : 1);
    }
    return id;
  }

  /** Submits so many times at once; the call, if one is known then. */
  private Optional<String> submit(Wish wish, int times) {
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      replies.add(
          client.submit(target(), wish.question(), wish.body(), wish.seconds(), wish.headers()));
    }
    Optional<String> id = Optional.empty();
    for (CompletableFuture<Reply> reply : replies) {
      if (reply.join() instanceof Reply.Answer answer && answer.callId().isPresent()) {
        id = answer.callId();
      }
    }
    return id;
  }

  private void follow(String id) throws InterruptedException {
    int looks = random.nextInt(MOST_LOOKS);
    boolean told = false;
    if (chance(8) && pace.take()) {
      client.cancel(target(), id);
    }
    for (int look = 0; look < looks && !told && pace.take(); look++) {
      int wait = chance(60) ? between(1, LONGEST_WAIT) : 0;
      if (chance(30)) {
        client.status(target(), id, wait);
      } else {
        told = tells(client.result(target(), id, wait));
      }
    }
    if (told && chance(30) && pace.take()) {
      client.result(target(), id, 0);
    }
  }

  private static boolean tells(Reply reply) {
    return reply instanceof Reply.Answer answer && answer.telling().isPresent();
  }
}
