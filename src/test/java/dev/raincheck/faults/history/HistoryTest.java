package dev.raincheck.faults.history;

import static dev.raincheck.faults.history.Stories.accepted;
import static dev.raincheck.faults.history.Stories.request;
import static dev.raincheck.faults.history.Stories.sight;
import static dev.raincheck.faults.history.Stories.succeeded;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a history is for, besides being checked. */
class HistoryTest {
  @Test
  void aWrittenHistorySaysTheSame(@TempDir Path directory) throws Exception {
    Story story =
        succeeded()
            .cut(request("B", "key"), 1, 2)
            .cut(new Question.Listing(), 1, 2)
            .cancelled(sight("a", State.SUCCEEDED, 2), 60, 70)
            .told("a", 2, 60, 70)
            .paused(1, 2)
            .add(new Row.Pending("a", State.QUEUED))
            .add(new Row.Key("key", "a"))
            .add(new ClockReading(1, 2));
    Path file = directory.resolve("history.jsonl");
    story.history().write(file);

    History read = History.read(file);

    assertEquals(story.history().all(Entry.class), read.all(Entry.class));
    assertEquals(
        Report.of(story.history(), Checker.check(story.history())),
        Report.of(read, Checker.check(read)));
  }

  @Test
  void theRecoveryOfAFaultIsTheLongestStandstillOfACall() {
    // The row says that it ended when the database's clock showed 0.
    Story story = succeeded().add(new ClockReading(Story.nanos(75), 0));
    // In the first attempt, which ends at 30; the second begins at 40.
    story.add(kill(Story.PID, 27));
    assertEquals(Map.of("KILL", Story.nanos(10)), recoveries(story));
    assertEquals(Map.of("KILL", Story.nanos(10)), report(story).undisturbed());
    // In the second attempt, which ends at 50 and is recorded at 75.
    story.add(kill(Story.PID, 45));
    assertEquals(Map.of("KILL", Story.nanos(25)), recoveries(story));
    assertEquals(Map.of("KILL", Story.nanos(25)), report(story).undisturbed());
    // Another fault falls into it.
    story.add(kill(Story.PID + 2, 70));
    assertEquals(Map.of("KILL", Story.nanos(10)), report(story).undisturbed());
    // Another process, and no execution at all.
    story.add(kill(Story.PID + 1, 45)).add(kill(Story.PID, 20));
    assertEquals(Map.of("KILL", Story.nanos(25)), recoveries(story));
  }

  @Test
  void whatWasCutOffStandsStillFromTheFaultOn() {
    Story story = accepted().began("a", 1, 25).attempt("a", 1).began("a", 2, 90);
    assertEquals(Map.of("KILL", Story.nanos(60)), recoveries(story.add(kill(Story.PID, 30))));
  }

  private static Map<String, Long> recoveries(Story story) {
    return report(story).slowest();
  }

  private static Report report(Story story) {
    return Report.of(story.history(), List.of());
  }

  private static Fault kill(long pid, long at) {
    return new Fault(
        Fault.Kind.KILL, "r1", OptionalLong.of(pid), Story.nanos(at), Story.nanos(at + 1));
  }
}
