package dev.raincheck.core;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/**
 * Finds calls by what has happened to them, for who listens to many. The same rules hold as for
 * {@link CallStore}.
 */
public interface FeedStore {

  /** Where what ends from now on will be; without any ends. */
  Uni<FeedPage> now();

  /**
   * What has ended after a place, in the order of the ends. Ends between which others may still
   * come up are left for later, so nothing ever comes in before {@link FeedPage#next}.
   *
   * @param after a place that this database does not have is the beginning
   */
  Uni<FeedPage> ends(FeedPlace after, int limit);

  /**
   * Calls that have not ended and that were stored, started or queued again at or after this time;
   * so many of each kind, the newest. What commits late may be missed.
   */
  Uni<FoundCalls> changed(Instant since, int limit);
}
