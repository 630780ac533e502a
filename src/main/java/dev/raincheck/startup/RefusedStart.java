package dev.raincheck.startup;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;

/** A start that the configuration forbids: the process says why in one sentence, and ends. */
public final class RefusedStart {
  /** {@code EX_CONFIG} of sysexits.h. */
  static final int CONFIGURATION_ERROR = 78;

  private RefusedStart() {}

  /**
   * What a startup observer throws. Quarkus prints the sentence of such an exception without a
   * stack trace; a packaged service then ends with status 78.
   *
   * @param sentence names the setting to change
   */
  public static ConfigurationException because(String sentence) {
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      // PreventFurtherStepsException carries a status too, but a native executable passes over it
      // in silence, and waits for ever.
      ApplicationLifecycleManager.setDefaultExitCodeHandler(
          (status, cause) -> System.exit(CONFIGURATION_ERROR));
    }
    return new ConfigurationException(sentence);
  }
}
