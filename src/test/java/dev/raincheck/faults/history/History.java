package dev.raincheck.faults.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Everything that was recorded of one run, in no particular order. Thread-safe. */
public final class History {
  private static final ObjectMapper JSON = JsonMapper.builder().addModule(new Jdk8Module()).build();

  private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();

  public void add(Entry entry) {
    entries.add(entry);
  }

  public void addAll(Collection<? extends Entry> more) {
    entries.addAll(more);
  }

  /** Everything of a kind. */
  public <T extends Entry> List<T> all(Class<T> kind) {
    return entries.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Writes it into a file, one entry a line, so that it can be checked again. */
  public void write(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Entry entry : entries) {
        out.write(JSON.writerFor(Entry.class).writeValueAsString(entry));
        out.newLine();
      }
    }
  }

  /** Reads what {@link #write} wrote. */
  public static History read(Path file) throws IOException {
    History history = new History();
    try (Stream<String> lines = Files.lines(file)) {
      lines.map(History::entry).forEach(history::add);
    }
    return history;
  }

  private static Entry entry(String line) {
    try {
      return JSON.readValue(line, Entry.class);
    } catch (IOException broken) {
      throw new UncheckedIOException("No entry of a history: " + line, broken);
    }
  }
}
