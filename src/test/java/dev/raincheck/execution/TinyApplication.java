package dev.raincheck.execution;

import io.quarkus.bootstrap.app.CuratedApplication;
import io.quarkus.bootstrap.app.QuarkusBootstrap;
import io.quarkus.bootstrap.app.StartupAction;
import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A Quarkus application of Raincheck's own classes and one more, which is compiled when it is
 * needed: in the test classes it would be a part of every other test's application.
 */
final class TinyApplication {
  private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();

  private final Path directory;

  TinyApplication(Path directory) {
    this.directory = directory;
  }

  /**
   * Adds a class.
   *
   * @param source of a class {@code host.Host}
   */
  TinyApplication with(String source) throws IOException {
    Path root = Files.createDirectories(directory.resolve("classes"));
    copy(CLASSES, root);
    Path file = Files.createDirectories(directory.resolve("host")).resolve("Host.java");
    Files.writeString(file, source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-parameters",
              "-proc:none",
              "-d",
              root.toString(),
              "-classpath",
              System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(complaints, files, null, options, null, files.getJavaFileObjects(file))
              .call();
      if (!compiled) {
        throw new IllegalArgumentException(complaints.toString());
      }
    }
    return this;
  }

  /** Adds a line to the application's configuration. */
  TinyApplication with(String property, String value) throws IOException {
    Files.writeString(
        directory.resolve("classes").resolve("application.properties"),
        "\n" + property + "=" + value + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return this;
  }

  /** Builds the application as a test would. */
  void build() throws Exception {
    build(action -> {});
  }

  /** Builds the application, starts it, and stops it if it has started. */
  void start() throws Exception {
    build(action -> action.run().close());
  }

  private interface Then {
    void accept(StartupAction built) throws Exception;
  }

  private void build(Then then) throws Exception {
    try (CuratedApplication application =
        QuarkusBootstrap.builder()
            .setApplicationRoot(directory.resolve("classes"))
            .setProjectRoot(Path.of("").toAbsolutePath())
            .setTargetDirectory(directory)
            .setMode(QuarkusBootstrap.Mode.TEST)
            .setTest(true)
            .setIsolateDeployment(true)
            .setLocalProjectDiscovery(true)
            .build()
            .bootstrap()) {
      StartupAction action = application.createAugmentor().createInitialRuntimeApplication();
      ClassLoader outside = Thread.currentThread().getContextClassLoader();
      try (QuarkusClassLoader inside = action.getClassLoader()) {
        Thread.currentThread().setContextClassLoader(inside);
        then.accept(action);
      } finally {
        Thread.currentThread().setContextClassLoader(outside);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
