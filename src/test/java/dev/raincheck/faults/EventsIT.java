package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.raincheck.testprocedures.EventReader;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events of a call are the same at every replica, whatever becomes of the one that runs it. */
class EventsIT {
  private static final Map<String, Integer> SECONDS = Map.of("millis", 4_000);

  @TempDir Path directory;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Fleet fleet;
  private Service one;
  private Service other;

  @BeforeEach
  void start() throws Exception {
    fleet = new Fleet(directory);
    List<Service> replicas = fleet.start(2);
    one = replicas.get(0);
    other = replicas.get(1);
  }

  @AfterEach
  void stop() throws Exception {
    fleet.close();
  }

  private EventReader read(Service replica, UUID call, String lastEventId) {
    return EventReader.open(
        client, replica.uri().resolve("/calls/" + call + "/events"), lastEventId);
  }

  private static String read(List<EventReader.Event> events) {
    return events.toString();
  }

  @Test
  void aKilledReplicasCallIsToldOnWithoutLossAndRepetition() throws Exception {
    UUID call = Placement.on(one, SECONDS, fleet.executions()).callId();
    List<EventReader.Event> atTheOther = new ArrayList<>();
    List<EventReader.Event> atBoth = new ArrayList<>();
    try (EventReader there = read(other, call, null);
        EventReader here = read(one, call, null)) {
      for (int event = 0; event < 2; event++) {
        atTheOther.add(there.next());
        atBoth.add(here.next());
      }
      one.kill();
      here.ended().handle((end, cut) -> end).orTimeout(60, TimeUnit.SECONDS).join();
      assertEquals("[1 QUEUED, 2 RUNNING]", read(atBoth));
      try (EventReader again = read(other, call, atBoth.get(1).id())) {
        atBoth.addAll(again.rest());
      }
      atTheOther.addAll(there.rest());
    }
    String all = "[1 QUEUED, 2 RUNNING, 3 QUEUED, 4 RUNNING, 5 SUCCEEDED]";
    assertEquals(all, read(atTheOther));
    assertEquals(all, read(atBoth));
  }

  private EventReader feed(Service replica, String lastEventId) {
    return EventReader.open(
        client, replica.uri().resolve("/calls/events?procedure=work"), lastEventId);
  }

  private static EventReader.Event next(EventReader feed, UUID call) {
    EventReader.Event event = feed.next();
    while (!event.call().getString("id").equals(call.toString())) {
      event = feed.next();
    }
    return event;
  }

  @Test
  void aReplicaThatEndsSaysGoodByeToItsReaders() throws Exception {
    EventReader feed = feed(other, null);
    feed.nextOfAll();
    UUID call = Placement.on(one, Placement.ENDLESS, fleet.executions()).callId();
    EventReader.Event told = next(feed, call);
    while (!told.state().equals("RUNNING")) {
      told = next(feed, call);
    }
    try (EventReader reader = read(other, call, null)) {
      assertEquals("1 QUEUED", reader.next().toString());
      assertEquals("2 RUNNING", reader.next().toString());
      other.terminate();
      try {
        assertEquals("[]", read(reader.rest()));
      } catch (CompletionException cut) {
        throw new AssertionError("The stream was cut, not ended", cut);
      }
    }
    other.awaitEnd();
    feed.rest();
    feed.close();
    try (EventReader again = read(one, call, "2");
        EventReader feedAgain = feed(one, told.id())) {
      Http.cancel(one.uri(), call).expect(200);
      assertEquals("[3 CANCELLED]", read(again.rest()));
      told = next(feedAgain, call);
      while (told.state().equals("RUNNING")) {
        // What is open may be told again.
        told = next(feedAgain, call);
      }
      assertEquals("CANCELLED", told.state());
    }
  }
}
