package dev.raincheck.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.raincheck.contract.Batch;
import dev.raincheck.contract.CallState;
import dev.raincheck.core.DueDelivery;
import dev.raincheck.core.DueDelivery.Subject;
import dev.raincheck.delivery.Contents.Content;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a delivery has to tell at the time of its try. */
class ContentsTest {
  private final FakeBatchStore batches = new FakeBatchStore();
  private final Contents contents =
      new Contents(
          row -> {
            throw new AssertionError("No call");
          },
          BatchDrafts::view,
          batches,
          CallbackSettings.with("source", "/here"));

  private Content of(Subject subject) {
    DueDelivery due =
        new DueDelivery(new UUID(1, 2), 1, 0, Duration.ZERO, "", "http://t/", "http://t", subject);
    return contents.of(due).await().atMost(Duration.ofSeconds(30));
  }

  @Test
  void aBatchIsToldAsItIsNow() {
    batches.has(BatchDrafts.ended(3));
    Event event =
        assertInstanceOf(Content.Ended.class, of(new Subject.OfBatch(BatchDrafts.ID))).event();
    assertEquals("dev.raincheck.batch.ended", event.type());
    assertEquals("/here", event.source());
    assertEquals(new UUID(1, 2).toString(), event.id());
    assertEquals(BatchDrafts.ID.toString(), event.subject());
    Batch batch = assertInstanceOf(Batch.class, event.data());
    assertEquals(batch.endedAt(), event.time());
    assertEquals(3, batch.counts().get(CallState.SUCCEEDED));
  }

  @Test
  void aBatchThatIsNotThereIsToldLater() {
    assertEquals(
        new Content.NotNow("The batch cannot be read"), of(new Subject.OfBatch(BatchDrafts.ID)));
  }

  @Test
  void aBatchIsToldLaterWhenTheDatabaseIsDown() {
    batches.has(BatchDrafts.ended(1)).failing();
    assertEquals(
        new Content.NotNow("The batch cannot be read"), of(new Subject.OfBatch(BatchDrafts.ID)));
  }

  @Test
  void aCallThatCannotBeReadIsToldLater() {
    assertEquals(
        new Content.NotNow("The call cannot be read"), of(new Subject.OfCall(Optional.empty())));
  }
}
