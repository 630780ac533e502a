package dev.raincheck.store;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/** With which keys inputs and results are encrypted before they are stored. */
@ConfigMapping(prefix = "raincheck.encryption")
interface EncryptionConfig {

  /** Id of the key that encrypts what is stored from now on; without it nothing is encrypted. */
  Optional<String> activeKey();

  /** All keys that there are, each of 32 bytes in base64, by their ids. */
  Map<String, String> keys();
}
