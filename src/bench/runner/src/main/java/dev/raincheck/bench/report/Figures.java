package dev.raincheck.bench.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was measured, by name, in the order of measuring; printed as it comes in. */
public final class Figures {
  private final Map<String, Double> values = new LinkedHashMap<>();

  public void add(String name, double value) {
    values.put(name, value);
    System.out.printf(Locale.ROOT, "  %-52s %12s%n", name, text(value));
  }

  public Optional<Double> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public Map<String, Double> all() {
    return Collections.unmodifiableMap(values);
  }

  /** A number as short as it can be read. */
  public static String text(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%,.0f", value);
  }
}
