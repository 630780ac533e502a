package dev.raincheck.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of a run, and the ratios that the goals are about.
 *
 * @param about the machine and the run
 * @param ratios by name
 */
public record Report(
    Map<String, String> about, Map<String, Double> figures, Map<String, Double> ratios) {

  /** BullMQ on Redis with appendfsync always, the fastest durable peer of any kind: calls/s. */
  private static final double BEST_DURABLE_PEER = 3_600;

  public static Report of(Figures figures) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("at", Instant.now().toString());
    about.put("java", Runtime.version().toString());
    about.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    return new Report(about, figures.all(), ratios(figures));
  }

  private static Map<String, Double> ratios(Figures figures) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    ratio(
        ratios,
        "T1 of HTTP and accept (goal 0.6)",
        figures.get("T1 accepted/s"),
        combined(figures, "ceiling accept/s"));
    Optional<Double> life = combined(figures, "ceiling life/s");
    ratio(ratios, "T2 20k of HTTP and life (goal 0.7)", figures.get("T2 end to end/s, 20k"), life);
    ratio(
        ratios, "T2 200k of HTTP and life (goal 0.7)", figures.get("T2 end to end/s, 200k"), life);
    Optional<Double> t2 = figures.get("T2 end to end/s, 200k");
    Optional<Double> peer =
        figures.all().entrySet().stream()
            .filter(entry -> entry.getKey().endsWith(" end to end/s"))
            .map(Map.Entry::getValue)
            .max(Double::compare);
    ratio(ratios, "T2 200k to the best peer on PostgreSQL (goal 5)", t2, peer);
    ratio(ratios, "T2 200k to BullMQ, always (goal 2.5)", t2, Optional.of(BEST_DURABLE_PEER));
    ratio(
        ratios,
        "T3 p50 to twice two commits + 1 ms (goal below 1)",
        figures.get("T3 idle p50 ms"),
        figures.get("ceiling two commits ms").map(two -> 2 * two + 1));
    ratio(
        ratios,
        "T3 p99 to p50 (goal below 5)",
        figures.get("T3 idle p99 ms"),
        figures.get("T3 idle p50 ms"));
    ratio(
        ratios,
        "T6 accepted, large to small (goal 0.8)",
        figures.get("T6 accepted/s, large"),
        figures.get("T6 accepted/s, small"));
    ratio(
        ratios,
        "T6 end to end, large to small (goal 0.8)",
        figures.get("T6 end to end/s, large"),
        figures.get("T6 end to end/s, small"));
    ratio(
        ratios,
        "T7 two replicas to one (goal 1)",
        figures.get("T7 end to end/s, replicas: 2"),
        figures.get("T7 end to end/s, replicas: 1"));
    ratio(
        ratios,
        "T7 three replicas to one",
        figures.get("T7 end to end/s, replicas: 3"),
        figures.get("T7 end to end/s, replicas: 1"));
    return ratios;
  }

  /** Of one after the other: 1 / (1/a + 1/b). */
  private static Optional<Double> combined(Figures figures, String database) {
    return figures
        .get("ceiling HTTP/s")
        .flatMap(http -> figures.get(database).map(rate -> 1 / (1 / http + 1 / rate)));
  }

  private static void ratio(
      Map<String, Double> ratios, String name, Optional<Double> of, Optional<Double> to) {
    if (of.isPresent() && to.isPresent()) {
      ratios.put(name, of.get() / to.get());
    }
  }

  /** All of it, to read. */
  public String table() {
    StringBuilder text = new StringBuilder("\n" + about + "\n\n");
    figures.forEach((name, value) -> text.append(line(name, Figures.text(value))));
    text.append("\n");
    ratios.forEach(
        (name, value) -> text.append(line(name, String.format(Locale.ROOT, "%.2f", value))));
    return text.toString();
  }

  private static String line(String name, String value) {
    return String.format(Locale.ROOT, "| %-52s | %10s |%n", name, value);
  }

  public String json() throws JsonProcessingException {
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this);
  }
}
