package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Quiet.class)
class RegistrationTest extends StoreFixture {
  /** Shorter than the time after which a silent connection is closed. */
  private static final int PATIENCE_SECONDS = 10;

  @Test
  void whoRegistersGreetsTheOthers() throws InterruptedException {
    CountDownLatch greeted = new CountDownLatch(1);
    SqlConnection other = get(pool.getConnection());
    try {
      PgConnection.cast(other.getDelegate())
          .notificationHandler(
              notification -> {
                if (notification.getPayload().isEmpty()) {
                  greeted.countDown();
                }
              });
      get(other.query("listen raincheck").execute());

      lease();

      assertTrue(greeted.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } finally {
      get(other.query("unlisten *").execute());
      get(other.close());
    }
  }
}
