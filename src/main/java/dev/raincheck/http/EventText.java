package dev.raincheck.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.core.CallChange;
import dev.raincheck.delivery.StreamEvent;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Events as text (<a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML,
 * server-sent events</a>). JSON has no line breaks here, so its data is one line.
 */
@Singleton
class EventText {
  private static final int SHORTEST_RETRY_MILLIS = 500;
  private static final int RETRY_SPREAD_MILLIS = 1_500;
  private static final String ALIVE = ": alive\n";
  private static final byte[] HEARTBEAT = utf8(ALIVE + "\n");

  private final ObjectMapper json;
  private final CallViews views;
  private final BatchViews batches;
  private final RandomGenerator randomness;

  EventText(ObjectMapper json, CallViews views, BatchViews batches, RandomGenerator randomness) {
    this.json = json;
    this.views = views;
    this.batches = batches;
    this.randomness = randomness;
  }

  /**
   * What a stream begins with: when to come again after it was cut. Not the same for all, so that
   * those whose replica stops do not come all at once.
   */
  byte[] beginning() {
    int retry = SHORTEST_RETRY_MILLIS + randomness.nextInt(RETRY_SPREAD_MILLIS);
    return utf8("retry: " + retry + "\n\n");
  }

  byte[] of(StreamEvent event) {
    if (event instanceof StreamEvent.Changed changed) {
      return text(idOf(changed.change().id()), changed.change());
    } else if (event instanceof StreamEvent.ChangedAmongMany changed) {
      return text(changed.place().map(EventText::idOf).orElse(""), changed.change());
    } else if (event instanceof StreamEvent.Reached reached) {
      return utf8(idOf(reached.place()) + ALIVE + "\n");
    } else if (event instanceof StreamEvent.Counted counted) {
      return text(idOf(counted.id()), "state", batches.batch(counted.batch()));
    }
    return HEARTBEAT;
  }

  /** An event without an id leaves the reader where it is. */
  private static String idOf(Object id) {
    return "id: " + id + "\n";
  }

  private byte[] text(String id, CallChange change) {
    String name = change.id().isOfState() ? "state" : "progress";
    return text(id, name, views.call(change.row()));
  }

  private byte[] text(String id, String name, Object data) {
    try {
      return utf8(id + "event: " + name + "\ndata: " + json.writeValueAsString(data) + "\n\n");
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
