package dev.raincheck.faults;

import dev.raincheck.faults.Executions.Execution;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Calls that run where the test wants them to; any replica may get hold of a call. */
final class Placement {
  static final Map<String, Integer> ENDLESS = Map.of("millis", 3_600_000);

  private Placement() {}

  /**
   * Submits the work to that replica until it runs there; what another one got hold of is cancelled
   * at once.
   *
   * @return the first execution of the call, under way
   */
  static Execution on(Service replica, Map<String, ?> work, Executions executions)
      throws Exception {
    while (true) {
      UUID id = Http.submit(replica.uri(), work).expect(202).callId();
      Execution execution = executions.awaitBegun(id, 1);
      if (execution.pid() == replica.pid()) {
        return execution;
      }
      Http.cancel(replica.uri(), id).expect(200);
    }
  }

  /** Takes so many slots of the replica with endless calls; which ones. */
  static List<UUID> occupy(Service replica, int slots, Executions executions) throws Exception {
    List<UUID> calls = new ArrayList<>();
    while (calls.size() < slots) {
      calls.add(on(replica, ENDLESS, executions).callId());
    }
    return calls;
  }

  /** Cancels calls through that replica, and waits there until they have ended. */
  static void cancel(URI through, List<UUID> calls) throws Exception {
    for (UUID id : calls) {
      Http.cancel(through, id).expect(200);
      Http.result(through, id, 30).expect(410);
    }
  }
}
