package dev.raincheck.store;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Lets nothing start with keys that are wrong: it says so in one sentence. */
@ApplicationScoped
class KeysAtStart {
  private static final Logger LOG = Logger.getLogger(KeysAtStart.class);

  /** Before the database is started. */
  private static final int FIRST = 2;

  /** {@code EX_CONFIG} of sysexits.h. */
  private static final int CONFIGURATION_ERROR = 78;

  private final EncryptionConfig config;

  KeysAtStart(EncryptionConfig config) {
    this.config = config;
  }

  void start(@Observes @Priority(FIRST) StartupEvent event) {
    try {
      new Keyring(config)
          .active()
          .ifPresent(
              key -> LOG.infof("Inputs and results are encrypted, with the key \"%s\"", key.id()));
    } catch (IllegalArgumentException wrong) {
      if (LaunchMode.current() == LaunchMode.NORMAL) {
        throw new PreventFurtherStepsException(wrong.getMessage(), CONFIGURATION_ERROR);
      }
      throw wrong;
    }
  }
}
