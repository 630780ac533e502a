package dev.raincheck.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Prints two reports side by side. Arguments: their files, the older first. */
public final class Compare {
  private Compare() {}

  public static void main(String[] args) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Report old = json.readValue(Path.of(args[0]).toFile(), Report.class);
    Report fresh = json.readValue(Path.of(args[1]).toFile(), Report.class);
    System.out.println(old.about() + "\n" + fresh.about());
    print(old.figures(), fresh.figures());
    print(old.ratios(), fresh.ratios());
  }

  private static void print(Map<String, Double> old, Map<String, Double> fresh) {
    System.out.println();
    fresh.forEach(
        (name, value) -> {
          Double before = old.get(name);
          System.out.printf(
              Locale.ROOT,
              "| %-52s | %10s | %10s | %7s |%n",
              name,
              before == null ? "" : Figures.text(before),
              Figures.text(value),
              before == null ? "" : String.format(Locale.ROOT, "x %.2f", value / before));
        });
  }
}
