package dev.raincheck.delivery;

import dev.raincheck.core.DeliveryTry;
import dev.raincheck.core.DueDelivery;
import dev.raincheck.delivery.Contents.Content;
import dev.raincheck.net.HttpTarget;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Makes one try of a delivery. Fails never: whatever happens is a result. */
@Singleton
class Courier {
  /** Answers that say that the target cannot take requests now. */
  private static final Set<Integer> NOT_NOW = Set.of(429, 502, 503, 504);

  private final Contents contents;
  private final Letters letters;
  private final Post post;
  private final Verdicts verdicts;
  private final CallbackConfig config;

  /**
   * What a try came to.
   *
   * @param answered whether the target is there and takes requests, as far as the try tells
   */
  record Sent(DeliveryTry result, boolean answered) {}

  Courier(Contents contents, Letters letters, Post post, Verdicts verdicts, CallbackConfig config) {
    this.contents = contents;
    this.letters = letters;
    this.post = post;
    this.verdicts = verdicts;
    this.config = config;
  }

  Uni<Sent> send(DueDelivery due) {
    return contents.of(due).flatMap(content -> send(due, content));
  }

  private Uni<Sent> send(DueDelivery due, Content content) {
    Optional<HttpTarget> target = HttpTarget.of(due.target()).filter(this::isAllowed);
    if (content instanceof Content.NotNow nothing) {
      return unsent(verdicts.again(due, nothing.why()));
    } else if (content instanceof Content.NoMore nothing) {
      return unsent(verdicts.over(due, nothing.why()));
    } else if (!letters.canSign(due.caller())) {
      return unsent(verdicts.again(due, "There is no secret to sign it with"));
    } else if (target.isEmpty()) {
      return unsent(verdicts.again(due, "Its URL is not allowed any more"));
    }
    return post(due, ((Content.Ended) content).event(), target.get());
  }

  private static Uni<Sent> unsent(DeliveryTry result) {
    return Uni.createFrom().item(new Sent(result, true));
  }

  private boolean isAllowed(HttpTarget target) {
    return target.isSecure() || config.allowHttp();
  }

  private Uni<Sent> post(DueDelivery due, Event event, HttpTarget target) {
    return post.send(target, () -> letters.write(due, event))
        .map(reply -> new Sent(verdicts.answered(due, reply), !NOT_NOW.contains(reply.status())))
        .onFailure()
        .recoverWithItem(failure -> new Sent(verdicts.failed(due, failure), false));
  }
}
