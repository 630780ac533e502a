package dev.raincheck.core;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The durable outbox of callbacks. A delivery comes into being with the end that it tells, in the
 * statement that records it. Fails as {@link CallStore} does.
 */
public interface DeliveryStore {

  /**
   * What may be claimed.
   *
   * @param after targets are looked at in their order, from after this origin on
   * @param targets how many at most
   * @param slots how many deliveries of a target, by its origin; none of those with 0
   * @param slotsOfOthers how many of each other target
   * @param limit of deliveries in all
   * @param lease how long until a try without a result is taken for lost
   */
  record Request(
      String after,
      int targets,
      Map<String, Integer> slots,
      int slotsOfOthers,
      int limit,
      Duration lease) {}

  /**
   * What was claimed.
   *
   * @param looked how many targets were looked at
   * @param last the last one; empty if there was none
   */
  record Claim(List<DueDelivery> deliveries, int looked, String last) {}

  /**
   * A count.
   *
   * @param pending deliveries that are not over, up to a bound
   * @param oldest for how long the oldest of them is being tried
   */
  record Sample(long pending, Duration oldest) {}

  /** Claims deliveries that are due. */
  Uni<Claim> claim(Request request);

  /** Records what a try came to. False: a later try has begun, or there is no such delivery. */
  Uni<Boolean> record(DeliveryTry result);

  /** Gives up what is tried for longer than this; how many. */
  Uni<Integer> giveUp(Duration maxAge, int limit);

  /** Has the latest end of a call delivered again. False: it has not ended, or has no callback. */
  Uni<Boolean> deliverAgain(UUID call);

  /** The same of a batch. */
  Uni<Boolean> deliverBatchAgain(UUID batch);

  /** Counts what waits. */
  Uni<Sample> sample(int most);
}
