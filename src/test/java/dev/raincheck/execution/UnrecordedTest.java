package dev.raincheck.execution;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.core.Outcome;
import dev.raincheck.core.StoredResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnrecordedTest {
  private static final Outcome LARGE =
      new Outcome.Succeeded(new StoredResponse(200, "text/plain", Map.of(), new byte[60_000]));
  private static final Outcome SMALL = new Outcome.Cancelled();

  @Test
  void keepsWhatThereIsMemoryFor() {
    Unrecorded unrecorded = new Unrecorded(100_000);

    assertTrue(unrecorded.tryKeep(LARGE));
    assertFalse(unrecorded.tryKeep(LARGE));
    assertTrue(unrecorded.tryKeep(SMALL), "what was refused takes nothing");
  }

  @Test
  void whatIsOnDiskMakesRoom() {
    Unrecorded unrecorded = new Unrecorded(100_000);
    unrecorded.tryKeep(LARGE);
    unrecorded.drop(LARGE);

    assertTrue(unrecorded.tryKeep(LARGE));
  }

  @Test
  void smallOnesAreBoundedToo() {
    Unrecorded unrecorded = new Unrecorded(100_000);
    int kept = 0;
    while (unrecorded.tryKeep(SMALL)) {
      kept++;
    }

    assertTrue(kept > 0 && kept < 100, kept + " kept");
  }

  @Test
  void withoutMemoryNothingIsKept() {
    assertFalse(new Unrecorded(0).tryKeep(SMALL));
  }
}
