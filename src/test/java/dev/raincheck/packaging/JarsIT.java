package dev.raincheck.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jars that the build makes hold what they should, and nothing else. */
class JarsIT {
  private static final Path TARGET =
      Path.of(System.getProperty("raincheck.build.directory", "target"));
  private static final String SERVICES = "META-INF/services/";
  private static final Pattern SHARED = Pattern.compile("dev/raincheck/(contract|client)/.+");
  private static final Set<String> OF_MAVEN =
      Set.of(
          "META-INF/MANIFEST.MF",
          "META-INF/maven/dev.raincheck/raincheck/pom.properties",
          "META-INF/maven/dev.raincheck/raincheck/pom.xml");

  @Test
  void theClientHasTheContractAndTheClientAndNothingElse() throws IOException {
    Set<String> expected = new TreeSet<>(OF_MAVEN);
    expected.addAll(files(Path.of("src", "main", "client")));
    files(TARGET.resolve("classes")).stream()
        .filter(name -> SHARED.matcher(name).matches())
        .forEach(expected::add);
    assertTrue(expected.contains("dev/raincheck/client/FetchClient.class"), expected.toString());
    assertEquals(lines(expected), lines(entries(jar("-client"))));
  }

  @Test
  void theServicesOfTheClientAreInIt() throws IOException {
    try (JarFile jar = new JarFile(jar("-client").toFile())) {
      List<JarEntry> services = jar.stream().filter(entry -> isFileUnder(SERVICES, entry)).toList();
      assertFalse(services.isEmpty());
      for (JarEntry service : services) {
        providers(jar, service)
            .forEach(
                provider ->
                    assertTrue(
                        jar.getEntry(provider.replace('.', '/') + ".class") != null,
                        service + ": " + provider));
      }
    }
  }

  @Test
  void theLibraryHasTheServicesOfTheClientToo() throws IOException {
    try (JarFile client = new JarFile(jar("-client").toFile());
        JarFile library = new JarFile(jar("").toFile())) {
      client.stream()
          .filter(entry -> isFileUnder(SERVICES, entry))
          .forEach(
              entry ->
                  assertTrue(
                      providers(library, library.getJarEntry(entry.getName()))
                          .containsAll(providers(client, entry)),
                      entry.getName()));
    }
  }

  @Test
  void sourcesAndDocumentationAreThere() throws IOException {
    assertTrue(entries(jar("-sources")).contains("dev/raincheck/client/FetchClient.java"));
    Set<String> documented = entries(jar("-javadoc"));
    for (String page :
        List.of("client/FetchClient", "contract/Call", "procedure/Procedure", "client/Calls")) {
      assertTrue(documented.contains("dev/raincheck/" + page + ".html"), page);
    }
    assertTrue(documented.stream().noneMatch(page -> page.startsWith("dev/raincheck/store/")));
  }

  private static Path jar(String classifier) throws IOException {
    Pattern name = Pattern.compile("raincheck-[0-9.]+(-SNAPSHOT)?" + classifier + "\\.jar");
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(
            TARGET, file -> name.matcher(file.getFileName().toString()).matches())) {
      return jars.iterator().next();
    }
  }

  /** Their paths in the directory. */
  private static Set<String> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString().replace('\\', '/'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> entries(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.stream()
          .filter(entry -> !entry.isDirectory())
          .map(JarEntry::getName)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static boolean isFileUnder(String folder, JarEntry entry) {
    return !entry.isDirectory() && entry.getName().startsWith(folder);
  }

  private static List<String> providers(JarFile jar, JarEntry service) {
    try (var text = jar.getInputStream(service)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String lines(Set<String> names) {
    return String.join("\n", names);
  }
}
