package dev.raincheck.faults;

import dev.raincheck.faults.history.Exchange;
import dev.raincheck.faults.history.History;
import dev.raincheck.faults.history.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Many callers at work. */
final class Load implements AutoCloseable {
  private static final int CALLERS = 100;
  private static final int AT_THE_END = 16;

  private final List<Client.Target> targets;
  private final History history;
  private final Client client;
  private final Pace pace;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> callers = new ArrayList<>();

  private Load(List<Client.Target> targets, History history, int requestsASecond) {
    this.targets = targets;
    this.history = history;
    this.client = new Client(history);
    this.pace = new Pace(requestsASecond);
  }

  /**
   * Lets callers loose on the replicas.
   *
   * @param requestsASecond of all together, at most
   */
  static Load start(List<Client.Target> targets, History history, int requestsASecond, long seed) {
    Load load = new Load(targets, history, requestsASecond);
    Random random = new Random(seed);
    for (int i = 0; i < CALLERS; i++) {
      Caller caller =
          new Caller("c" + i, targets, load.client, load.pace, new Random(random.nextLong()));
      load.callers.add(load.threads.submit(caller));
    }
    return load;
  }

  /** Ends the load, and waits until all answers are there. */
  void end() throws InterruptedException, ExecutionException {
    pace.close();
    for (Future<?> caller : callers) {
      caller.get();
    }
  }

  /** Asks once more for the result of every call of which anybody has heard. */
  void askForAllResults() throws InterruptedException, ExecutionException {
    List<String> ids =
        history.all(Exchange.class).stream()
            .flatMap(
                exchange ->
                    exchange.reply() instanceof Reply.Answer answer
                        ? answer.callId().stream()
                        : Stream.empty())
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .toList();
    List<Future<?>> parts = new ArrayList<>();
    for (int part = 0; part < AT_THE_END; part++) {
      int first = part;
      parts.add(
          threads.submit(
              () -> {
                for (int i = first; i < ids.size(); i += AT_THE_END) {
                  client.result(targets.get(i % targets.size()), ids.get(i), 0);
                }
              }));
    }
    for (Future<?> part : parts) {
      part.get();
    }
  }

  @Override
  public void close() {
    pace.close();
    threads.shutdownNow();
  }
}
