package dev.raincheck.delivery;

import dev.raincheck.core.CallRow;
import dev.raincheck.core.DeliveryTry;
import dev.raincheck.core.DueDelivery;
import dev.raincheck.net.AddressGuard;
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

  private final Letters letters;
  private final AddressGuard guard;
  private final Post post;
  private final Verdicts verdicts;
  private final CallbackConfig config;

  /**
   * What a try came to.
   *
   * @param answered whether the target is there and takes requests, as far as the try tells
   */
  record Sent(DeliveryTry result, boolean answered) {}

  Courier(
      Letters letters, AddressGuard guard, Post post, Verdicts verdicts, CallbackConfig config) {
    this.letters = letters;
    this.guard = guard;
    this.post = post;
    this.verdicts = verdicts;
    this.config = config;
  }

  Uni<Sent> send(DueDelivery due) {
    Optional<HttpTarget> target = HttpTarget.of(due.target()).filter(this::isAllowed);
    if (due.call().isEmpty()) {
      return unsent(verdicts.again(due, "The call cannot be read"));
    } else if (!due.call().get().state().isFinal()) {
      return unsent(verdicts.over(due, "The call was queued again before this was delivered"));
    } else if (!letters.canSign(due.caller())) {
      return unsent(verdicts.again(due, "There is no secret to sign it with"));
    } else if (target.isEmpty()) {
      return unsent(verdicts.again(due, "Its URL is not allowed any more"));
    }
    return post(due, due.call().get(), target.get());
  }

  private static Uni<Sent> unsent(DeliveryTry result) {
    return Uni.createFrom().item(new Sent(result, true));
  }

  private boolean isAllowed(HttpTarget target) {
    return target.isSecure() || config.allowHttp();
  }

  private Uni<Sent> post(DueDelivery due, CallRow call, HttpTarget target) {
    return guard
        .addresses(target.host())
        .chain(addresses -> post.send(target, addresses, letters.write(due, call)))
        .ifNoItem()
        .after(config.timeout())
        .fail()
        .map(reply -> new Sent(verdicts.answered(due, reply), !NOT_NOW.contains(reply.status())))
        .onFailure()
        .recoverWithItem(failure -> new Sent(verdicts.failed(due, failure), false));
  }
}
