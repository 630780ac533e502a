package dev.raincheck.store;

import dev.raincheck.core.Signal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Signals as the payload of notifications: one a line, its kind in the first character. */
final class SignalText {
  /** PostgreSQL takes less than 8000 bytes. */
  private static final int MOST_BYTES = 7900;

  private static final char ENDED = 'e';
  private static final char WAIT = 'w';
  private static final char CANCEL = 'c';
  private static final char BATCH = 'b';
  private static final char PAUSE = 'p';

  private SignalText() {}

  /** As few payloads as can carry these signals. */
  static String[] write(Collection<Signal> signals) {
    List<String> payloads = new ArrayList<>();
    StringBuilder payload = new StringBuilder();
    int bytes = 0;
    for (Signal signal : signals) {
      String line = line(signal);
      int length = line.getBytes(StandardCharsets.UTF_8).length + 1;
      if (bytes + length > MOST_BYTES && bytes > 0) {
        payloads.add(payload.toString());
        payload.setLength(0);
        bytes = 0;
      }
      payload.append(line).append('\n');
      bytes += length;
    }
    if (bytes > 0) {
      payloads.add(payload.toString());
    }
    return payloads.toArray(String[]::new);
  }

  private static String line(Signal signal) {
    if (signal instanceof Signal.CallEnded ended) {
      return ENDED + ended.id().toString();
    } else if (signal instanceof Signal.CallsWait wait) {
      return WAIT + wait.procedure();
    } else if (signal instanceof Signal.BatchEnded batch) {
      return BATCH + batch.id().toString();
    } else if (signal instanceof Signal.PauseChanged pause) {
      return PAUSE + pause.procedure();
    }
    return CANCEL + ((Signal.CancelAsked) signal).id().toString();
  }

  /**
   * The signals of a payload; what another version says that this one does not know is left out.
   */
  static List<Signal> read(String payload) {
    return payload.lines().flatMap(line -> signal(line).stream()).toList();
  }

  private static Optional<Signal> signal(String line) {
    if (line.isEmpty()) {
      return Optional.empty();
    }
    String rest = line.substring(1);
    try {
      return switch (line.charAt(0)) {
        case ENDED -> Optional.of(new Signal.CallEnded(UUID.fromString(rest)));
        case WAIT -> Optional.of(new Signal.CallsWait(rest));
        case CANCEL -> Optional.of(new Signal.CancelAsked(UUID.fromString(rest)));
        case BATCH -> Optional.of(new Signal.BatchEnded(UUID.fromString(rest)));
        case PAUSE -> Optional.of(new Signal.PauseChanged(rest));
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException noUuid) {
      return Optional.empty();
    }
  }
}
