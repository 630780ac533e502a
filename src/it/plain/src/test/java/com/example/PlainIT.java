package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client's jar brings what a REST client needs, nothing of a server, and that is enough. */
class PlainIT {
  private static final Path BUILD = Path.of(System.getProperty("example.build"));
  private static final Pattern ARTIFACT =
      Pattern.compile("^ +([^: ]+:[^: ]+):jar:(?:([^: ]+):)?[^: ]+:(?:compile|runtime)\\b.*$");

  private static final String FETCHED =
      """
      {"url": "http://example.org/", "status": 200, "headers": {}, "body": "Hello!",
       "bodyEncoding": "utf-8", "elapsedMs": 1.5}""";

  @TempDir Path directory;

  @Test
  void theClientBringsNothingOfAServer() throws IOException {
    List<String> artifacts =
        Files.readAllLines(BUILD.resolve("dependencies.txt")).stream()
            .map(line -> ARTIFACT.matcher(line.replaceAll("\\u001B\\[[0-9;]*m", "")))
            .filter(Matcher::matches)
            .map(artifact -> artifact.group(1))
            .toList();
    assertTrue(artifacts.contains("io.quarkus:quarkus-rest-client-jackson"), artifacts.toString());
    assertEquals(List.of(), artifacts.stream().filter(unknown()).toList());
  }

  /** What is not in the list is new, and to be thought about. */
  private static Predicate<String> unknown() throws IOException {
    try (InputStream list = PlainIT.class.getResourceAsStream("/allowed.txt")) {
      String allowed =
          new String(list.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(line -> Pattern.quote(line.replace("*", "")) + (line.endsWith("*") ? ".*" : ""))
              .collect(Collectors.joining("|"));
      return Predicate.not(Pattern.compile(allowed).asMatchPredicate());
    }
  }

  @Test
  void itCallsWithoutAnythingElse() throws IOException, InterruptedException {
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    service.createContext(
        "/fetches",
        exchange -> {
          byte[] body = FETCHED.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.getResponseHeaders().add("Call-Id", "0198f3c2-7d1e-7c3a-9a44-0c5a4f1e2b3d");
          exchange.getResponseHeaders().add("Call-State", "SUCCEEDED");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    service.start();
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dquarkus.rest-client.raincheck.url=http://127.0.0.1:"
                    + service.getAddress().getPort(),
                "-jar",
                BUILD.resolve("quarkus-app").resolve("quarkus-run.jar").toString(),
                "http://example.org/")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(process.waitFor(2, TimeUnit.MINUTES));
      String printed = Files.readString(output);
      assertEquals(0, process.exitValue(), printed);
      assertTrue(printed.lines().anyMatch("Hello!"::equals), printed);
    } finally {
      process.destroyForcibly();
      service.stop(0);
    }
  }
}
