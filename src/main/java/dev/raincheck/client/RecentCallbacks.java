package dev.raincheck.client;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The latest callbacks, in the memory of this process. */
@DefaultBean
@Singleton
class RecentCallbacks implements CallbackMemory {
  private static final long HANDLED = Long.MIN_VALUE;

  private final CallbackConfig config;
  private final Sources sources;

  /** When each began, or that it is handled; the oldest first. */
  private final Map<String, Long> recent = new LinkedHashMap<>();

  RecentCallbacks(CallbackConfig config, Sources sources) {
    this.config = config;
    this.sources = sources;
  }

  @Override
  public synchronized Known begin(String id) {
    Long known = recent.get(id);
    if (known != null && known == HANDLED) {
      return Known.HANDLED;
    }
    long now = sources.nanos();
    if (known != null && now - known < config.handling().toNanos()) {
      return Known.IN_PROGRESS;
    }
    put(id, now == HANDLED ? now + 1 : now);
    return Known.NEW;
  }

  @Override
  public synchronized void handled(String id) {
    put(id, HANDLED);
  }

  @Override
  public synchronized void failed(String id) {
    recent.remove(id);
  }

  private void put(String id, long what) {
    recent.remove(id);
    recent.put(id, what);
    Iterator<String> oldest = recent.keySet().iterator();
    while (recent.size() > Math.max(1, config.remembered())) {
      oldest.next();
      oldest.remove();
    }
  }
}
