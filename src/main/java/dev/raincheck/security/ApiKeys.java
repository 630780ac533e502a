package dev.raincheck.security;

import dev.raincheck.core.Scheduler;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The API keys that are valid: those of the configuration, and those of the file, which is read
 * again when it has changed. A file that is wrong fails the start; one that becomes wrong later
 * changes nothing, and is complained of in the log. Thread-safe.
 */
@ApplicationScoped
class ApiKeys {
  private static final Logger LOG = Logger.getLogger(ApiKeys.class);

  /** Before requests come in. */
  private static final int EARLY = 10;

  private final SecurityConfig config;
  private final Scheduler scheduler;
  private final Vertx vertx;
  private final Clock clock;
  private volatile List<ApiKey> valid = List.of();
  private volatile String seen = "";

  ApiKeys(SecurityConfig config, Scheduler scheduler, Vertx vertx, Clock clock) {
    this.config = config;
    this.scheduler = scheduler;
    this.vertx = vertx;
    this.clock = clock;
  }

  void start(@Observes @Priority(EARLY) StartupEvent event) {
    valid = configured();
    config
        .apiKeysFile()
        .ifPresent(
            file -> {
              try {
                read(file);
              } catch (IOException | IllegalArgumentException wrong) {
                throw new IllegalStateException(complaint(file, wrong), wrong);
              }
              scheduler.every("Reading API keys", config.apiKeysReload(), () -> look(file));
            });
  }

  private List<ApiKey> configured() {
    return config.apiKeys().entrySet().stream()
        .map(
            key ->
                ApiKey.of(
                    key.getKey(),
                    key.getValue().hash(),
                    key.getValue().roles(),
                    key.getValue().tenant(),
                    key.getValue().expires()))
        .toList();
  }

  private Uni<Void> look(Path file) {
    return Uni.createFrom()
        .completionStage(
            () ->
                vertx
                    .executeBlocking(
                        () -> {
                          lookNow(file);
                          return true;
                        })
                    .toCompletionStage())
        .replaceWithVoid();
  }

  private void lookNow(Path file) {
    try {
      read(file);
    } catch (IOException | IllegalArgumentException wrong) {
      LOG.errorf("%s; the keys that were known stay valid", complaint(file, wrong));
    }
  }

  private void read(Path file) throws IOException {
    String content = ApiKeyFile.content(file);
    if (content.equals(seen)) {
      return;
    }
    List<ApiKey> all = new ArrayList<>(configured());
    List<ApiKey> found = ApiKeyFile.parse(content);
    all.addAll(found);
    valid = List.copyOf(all);
    seen = content;
    LOG.infof("%d API keys are in %s", found.size(), file);
  }

  private static String complaint(Path file, Exception wrong) {
    return "The API keys in " + file + " cannot be read: " + wrong.getMessage();
  }

  /** Whether there may ever be any. */
  boolean areConfigured() {
    return config.apiKeysFile().isPresent() || !config.apiKeys().isEmpty();
  }

  /** The key that somebody presents, if it is valid now. */
  Optional<ApiKey> find(String secret) {
    byte[] digest = digest(secret);
    Optional<ApiKey> found = Optional.empty();
    // To the end, whether it was found or not.
    for (ApiKey key : valid) {
      if (key.matches(digest)) {
        found = Optional.of(key);
      }
    }
    return found.filter(key -> key.isValidAt(clock.instant()));
  }

  private static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
