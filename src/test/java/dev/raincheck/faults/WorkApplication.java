package dev.raincheck.faults;

import io.quarkus.bootstrap.app.CuratedApplication;
import io.quarkus.bootstrap.app.QuarkusBootstrap;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The packaged service with one procedure more, {@code work}, of the sources in {@code
 * src/test/work}. Built when it is first asked for, and again when something of it has changed.
 */
final class WorkApplication {
  private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();
  private static final Path SOURCES = Path.of("src", "test", "work").toAbsolutePath();
  private static final Path TARGET = Path.of("target", "fault-app").toAbsolutePath();
  private static final Path STAMP = TARGET.resolve("stamp");

  private WorkApplication() {}

  /** Its {@code quarkus-app} directory. */
  static synchronized Path directory() throws Exception {
    String digest = digest();
    if (!Files.exists(STAMP) || !Files.readString(STAMP).equals(digest)) {
      delete(TARGET);
      compile();
      augment();
      Files.writeString(STAMP, digest);
    }
    return TARGET.resolve("quarkus-app");
  }

  private static String digest() throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(Files.readAllBytes(Path.of("pom.xml")));
    for (Path root : List.of(CLASSES, SOURCES)) {
      for (Path file : files(root)) {
        digest.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void delete(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static void compile() throws IOException {
    Path classes = TARGET.resolve("classes");
    for (Path file : files(CLASSES)) {
      Path copy = classes.resolve(CLASSES.relativize(file));
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-parameters",
              "-proc:none",
              "--release",
              "17",
              "-d",
              classes.toString(),
              "-classpath",
              System.getProperty("java.class.path"));
      var sources = files.getJavaFileObjectsFromPaths(files(SOURCES));
      if (!compiler.getTask(complaints, files, null, options, null, sources).call()) {
        throw new IllegalStateException(complaints.toString());
      }
    }
  }

  private static void augment() throws Exception {
    Properties settings = new Properties();
    settings.setProperty("quarkus.package.jar.type", "fast-jar");
    ClassLoader outside = Thread.currentThread().getContextClassLoader();
    try (CuratedApplication application =
        QuarkusBootstrap.builder()
            .setApplicationRoot(TARGET.resolve("classes"))
            .setProjectRoot(Path.of("").toAbsolutePath())
            .setTargetDirectory(TARGET)
            .setBaseName("work")
            .setBuildSystemProperties(settings)
            .setMode(QuarkusBootstrap.Mode.PROD)
            .setIsolateDeployment(true)
            .setLocalProjectDiscovery(true)
            .build()
            .bootstrap()) {
      application.createAugmentor().createProductionApplication();
    } finally {
      Thread.currentThread().setContextClassLoader(outside);
    }
  }
}
