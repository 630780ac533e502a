package dev.raincheck.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * The executions of the procedure {@code work} as they happened, of all processes, told by
 * themselves and not by the service. Each question reads the file anew.
 */
final class Executions {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path file;

  private Executions(Path file) {
    this.file = file;
  }

  /** How an execution ended, as it saw itself. */
  enum Outcome {
    /** It had a result. */
    OK,
    /** It failed as the test wanted. */
    FAILED,
    /** It was interrupted or cancelled. */
    STOPPED
  }

  /** The end of an execution; times are {@link System#nanoTime}, which all processes share. */
  record End(long atNanos, Outcome outcome) {}

  /**
   * One execution.
   *
   * @param token of this execution alone; its result has it too
   * @param end empty if it goes on, or its process was killed
   */
  record Execution(
      UUID callId, int attempt, long pid, UUID token, long beganAtNanos, Optional<End> end) {

    Optional<Outcome> outcome() {
      return end.map(End::outcome);
    }

    OptionalLong endedAtNanos() {
      return end.stream().mapToLong(End::atNanos).findAny();
    }

    boolean ended(Outcome wanted) {
      return outcome().filter(wanted::equals).isPresent();
    }
  }

  /** Those told to that file, which need not exist yet. */
  static Executions in(Path file) {
    return new Executions(file);
  }

  /** What a service is to be started with, to tell them here. */
  String setting() {
    return "work.executions=" + file.toAbsolutePath();
  }

  /** All of them, in the order in which they began. */
  List<Execution> all() throws IOException {
    Map<UUID, Execution> executions = new LinkedHashMap<>();
    String text = Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII) : "";
    // A last line without its end is still being written.
    text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(line -> line.split(" "))
        .forEach(words -> add(words, executions));
    return List.copyOf(executions.values());
  }

  private static void add(String[] words, Map<UUID, Execution> executions) {
    UUID token = UUID.fromString(words[4]);
    long nanos = Long.parseLong(words[5]);
    if (words[0].equals("BEGIN")) {
      executions.put(
          token,
          new Execution(
              UUID.fromString(words[1]),
              Integer.parseInt(words[2]),
              Long.parseLong(words[3]),
              token,
              nanos,
              Optional.empty()));
    } else {
      End end = new End(nanos, Outcome.valueOf(words[6]));
      executions.computeIfPresent(
          token,
          (same, begun) ->
              new Execution(
                  begun.callId(),
                  begun.attempt(),
                  begun.pid(),
                  token,
                  begun.beganAtNanos(),
                  Optional.of(end)));
    }
  }

  /** Those of a call. */
  List<Execution> of(UUID callId) throws IOException {
    return all().stream().filter(execution -> execution.callId().equals(callId)).toList();
  }

  /** Waits until so many have begun in all; these and perhaps more. */
  List<Execution> awaitBegun(int count) {
    return await(count + " executions have begun", all -> all.size() >= count);
  }

  /** Waits until one of this call has begun for the so-manieth time. */
  Execution awaitBegun(UUID callId, int times) {
    return await(
            callId + " has begun " + times + " times",
            all -> all.stream().filter(each -> each.callId().equals(callId)).count() >= times)
        .stream()
        .filter(each -> each.callId().equals(callId))
        .skip(times - 1)
        .findFirst()
        .orElseThrow();
  }

  /** Waits until so many have ended in that way; all there are then. */
  List<Execution> awaitEnded(Outcome outcome, int count) {
    return await(
        count + " executions have ended " + outcome,
        all -> all.stream().filter(each -> each.ended(outcome)).count() >= count);
  }

  /** Waits until the condition holds for all there are; they. */
  List<Execution> await(String what, Predicate<List<Execution>> condition) {
    return Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(this::all, condition);
  }
}
