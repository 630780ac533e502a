package dev.raincheck.faults;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Endless calls that take all slots of one replica, until they are cancelled. Of one thread. */
final class Occupation {
  static final Map<String, Integer> ENDLESS = Map.of("millis", 3_600_000);

  private final List<UUID> calls = new ArrayList<>();

  private Occupation() {}

  /** Takes so many slots of the replica; what another one gets hold of is cancelled at once. */
  static Occupation of(Service replica, int slots, Executions executions) throws Exception {
    Occupation occupation = new Occupation();
    while (occupation.calls.size() < slots) {
      UUID id = Http.submit(replica.uri(), ENDLESS).expect(202).callId();
      if (executions.awaitBegun(id, 1).pid() == replica.pid()) {
        occupation.calls.add(id);
      } else {
        cancel(replica.uri(), id);
      }
    }
    return occupation;
  }

  /** The calls. */
  List<UUID> calls() {
    return calls;
  }

  /** Cancels them through that replica, and waits there until they have ended. */
  void end(URI through) throws Exception {
    for (UUID id : calls) {
      cancel(through, id);
    }
    calls.clear();
  }

  private static void cancel(URI through, UUID id) throws Exception {
    Http.cancel(through, id).expect(200);
    Http.result(through, id, 30).expect(410);
  }
}
