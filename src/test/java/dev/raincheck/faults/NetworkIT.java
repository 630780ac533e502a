package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network between all replicas and the database fails, in the ways in which networks do. */
class NetworkIT {
  private static final int REPLICAS = 2;

  @TempDir static Path directory;
  private static Fleet fleet;
  private static Link link;

  @BeforeAll
  static void start() throws Exception {
    fleet = new Fleet(directory, "raincheck.store.timeout=2s");
    link = Link.to(fleet.database().port());
    List<Service.Plan> plans = new ArrayList<>();
    for (int i = 0; i < REPLICAS; i++) {
      plans.add(fleet.planBehind(link));
    }
    fleet.start(plans);
  }

  @AfterAll
  static void stop() throws Exception {
    link.close();
    fleet.close();
  }

  @Test
  void cut() throws Exception {
    Outage.of(fleet).from(link::cut, link::mend);
  }

  @Test
  void silentForAWhile() throws Exception {
    Outage.of(fleet).from(link::hold, link::mend);
  }

  @Test
  void silentForGood() throws Exception {
    Outage.of(fleet)
        .from(
            link::hold,
            () -> {
              link.reset();
              link.mend();
            });
  }

  @Test
  void slow() throws Exception {
    link.delay(Duration.ofMillis(100));
    try {
      simplyWorks();
    } finally {
      link.mend();
    }
  }

  private static void simplyWorks() throws Exception {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ids.add(
          Http.submit(
                  fleet.replica(i % REPLICAS).uri(),
                  Map.of("millis", 10, "failures", i < 4 ? 1 : 0))
              .expect(202)
              .callId());
    }
    for (int i = 0; i < ids.size(); i++) {
      Http.result(fleet.replica(0).uri(), ids.get(i), 30).expect(200);
      assertEquals(i < 4 ? 2 : 1, fleet.executions().of(ids.get(i)).size(), "executions");
    }
    for (Service replica : fleet.replicas()) {
      Outage.awaitReadiness(replica.uri(), 200, "answers", "held");
    }
  }
}
