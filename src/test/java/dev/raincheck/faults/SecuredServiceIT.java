package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service as it comes: closed unless told otherwise. */
class SecuredServiceIT {
  @TempDir Path directory;

  @Test
  void doesNotStartWithoutAnybodyWhoCouldCall() throws IOException {
    Service.Plan plan =
        Service.Plan.of(Service.packaged(), directory)
            .with(
                "raincheck.security.anonymous=false",
                "raincheck.embedded.data-dir=" + directory.resolve("data"));
    try (Service service = Service.startWithoutWaiting(plan)) {
      assertEquals(78, service.awaitEnd(), service.log());
      assertTrue(service.log().contains("Nobody could call this service"), service.log());
      assertFalse(service.log().contains("\tat "), service.log());
      assertFalse(Files.exists(directory.resolve("data")), "no database is made");
    }
  }
}
