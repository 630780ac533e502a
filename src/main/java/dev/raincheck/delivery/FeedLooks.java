package dev.raincheck.delivery;

import dev.raincheck.core.CallChange;
import dev.raincheck.core.CallHistory;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.CallStore;
import dev.raincheck.core.EventId;
import dev.raincheck.core.FeedPage;
import dev.raincheck.core.FeedPlace;
import dev.raincheck.core.FeedStore;
import dev.raincheck.core.FoundCall;
import dev.raincheck.core.FoundCalls;
import dev.raincheck.core.Transitions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The looks that streams of many calls are told from: one for all streams that are told what comes
 * up, and one for each that is behind, when it has taken what it was told. One is taken at a time.
 */
@Singleton
class FeedLooks {
  private static final int MOST_BEHIND_AT_A_TIME = 16;

  /** Nearly all is seen that much after its time, at the latest. */
  private static final Duration USUAL_LATENESS = Duration.ofSeconds(1);

  private final FeedStore finder;
  private final CallStore store;

  /** Up to where ends were told to all who are not behind; null if that is long ago. */
  private volatile @Nullable FeedPlace head;

  /** When what has not ended was looked for, and what was found then. */
  private Instant asOf = Instant.MAX;

  private Map<UUID, EventId> known = Map.of();

  FeedLooks(FeedStore finder, CallStore store) {
    this.finder = finder;
    this.store = store;
  }

  /** Whether a stream has to be told something of its own. */
  boolean isBehind(FeedStream stream) {
    FeedPlace place = head;
    return place != null && stream.isBehind(place);
  }

  /** Tells streams what is new to them. True: there is more of it. */
  Uni<Boolean> round(Set<FeedStream> streams) {
    return current(streams)
        .invoke(place -> streams.forEach(stream -> stream.begin(place)))
        .flatMap(place -> ends(streams, place))
        .flatMap(
            more -> changes(streams).chain(() -> catchUp(streams)).map(behind -> more || behind));
  }

  /** Where the streams are that are not behind: here and now, if there is none. */
  private Uni<FeedPlace> current(Set<FeedStream> streams) {
    FeedPlace place = head;
    if (place != null && streams.stream().anyMatch(stream -> stream.isAt(place))) {
      return Uni.createFrom().item(place);
    }
    return finder
        .now()
        .map(
            now -> {
              head = now.next();
              asOf = now.asOf();
              known = Map.of();
              return now.next();
            });
  }

  private Uni<Boolean> ends(Set<FeedStream> streams, FeedPlace place) {
    List<FeedStream> told = streams.stream().filter(stream -> stream.isAt(place)).toList();
    return page(place, told)
        .map(
            page -> {
              told.forEach(stream -> stream.tellEnds(page.ends(), page.next()));
              head = place.max(page.next());
              return !page.isAll();
            });
  }

  /** What a look at the ends has come to. */
  private record Page(List<StreamEvent.ChangedAmongMany> ends, FeedPlace next, boolean isAll) {}

  private Uni<Page> page(FeedPlace after, Collection<FeedStream> streams) {
    return finder.ends(after, FeedStream.MOST).flatMap(page -> read(page, streams));
  }

  private Uni<Page> read(FeedPage page, Collection<FeedStream> streams) {
    List<FeedPage.End> wanted =
        page.ends().stream().filter(end -> isWanted(end.call(), streams)).toList();
    return histories(wanted.stream().map(FeedPage.End::call).toList())
        .map(
            histories ->
                new Page(
                    wanted.stream()
                        .flatMap(end -> end(end, histories.get(end.call().id())).stream())
                        .toList(),
                    page.next(),
                    page.isAll()));
  }

  /** Empty if it is gone, or was queued again meanwhile: its next end comes later. */
  private static Optional<StreamEvent.ChangedAmongMany> end(
      FeedPage.End end, @Nullable CallHistory history) {
    return Optional.ofNullable(history)
        .filter(seen -> seen.row().endedAt().filter(end.endedAt()::equals).isPresent())
        .map(FeedLooks::latest)
        .map(change -> new StreamEvent.ChangedAmongMany(Optional.of(end.place()), change));
  }

  /** Tells what has happened to calls that have not ended. */
  private Uni<Void> changes(Set<FeedStream> streams) {
    List<FeedStream> told = streams.stream().filter(stream -> !isBehind(stream)).toList();
    return finder
        .changed(asOf.minus(USUAL_LATENESS), FeedStream.MOST)
        .flatMap(found -> changes(found, told));
  }

  private Uni<Void> changes(FoundCalls found, List<FeedStream> streams) {
    List<FoundCall> wanted =
        found.calls().stream()
            .filter(call -> isWanted(call, streams))
            .limit(FeedStream.MOST)
            .toList();
    return histories(wanted)
        .invoke(
            histories -> {
              Map<UUID, EventId> seen = new HashMap<>();
              for (CallHistory history : histories.values()) {
                CallRow row = history.row();
                CallChange change = latest(history);
                // Its end is found with the others; it may not be their turn yet.
                if (!row.state().isFinal()) {
                  // Without its progress, which a stream of that call tells.
                  EventId state = new EventId(change.id().state(), 0);
                  seen.put(row.id(), state);
                  EventId told = known.get(row.id());
                  if (told == null || told.compareTo(state) < 0) {
                    tell(streams, new CallChange(state, change.row()));
                  }
                }
              }
              known = seen;
              asOf = found.asOf();
            })
        .replaceWithVoid();
  }

  private static void tell(List<FeedStream> streams, CallChange change) {
    streams.forEach(
        stream -> stream.tell(new StreamEvent.ChangedAmongMany(Optional.empty(), change)));
  }

  /** Tells some of those that are behind what comes next for them. True: there is more of it. */
  private Uni<Boolean> catchUp(Set<FeedStream> streams) {
    List<FeedStream> behind =
        streams.stream()
            .filter(stream -> isBehind(stream) && stream.isDrained())
            .limit(MOST_BEHIND_AT_A_TIME)
            .toList();
    return Multi.createFrom()
        .iterable(behind)
        .onItem()
        .transformToUniAndConcatenate(this::catchUp)
        .collect()
        .asList()
        .map(each -> each.contains(true) || behind.size() == MOST_BEHIND_AT_A_TIME);
  }

  private Uni<Boolean> catchUp(FeedStream stream) {
    FeedPlace from = stream.reached().orElse(FeedPlace.START);
    return page(from, List.of(stream))
        .map(
            page -> {
              stream.catchUp(page.ends(), page.next());
              return !page.isAll() && stream.isDrained();
            });
  }

  private static boolean isWanted(FoundCall call, Collection<FeedStream> streams) {
    return streams.stream().anyMatch(stream -> stream.scope().has(call));
  }

  private Uni<Map<UUID, CallHistory>> histories(List<FoundCall> calls) {
    if (calls.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return store
        .histories(calls.stream().map(FoundCall::id).toList())
        .map(
            histories ->
                histories.stream()
                    .collect(Collectors.toMap(history -> history.row().id(), Function.identity())));
  }

  private static CallChange latest(CallHistory history) {
    List<CallChange> changes = Transitions.of(history);
    return changes.get(changes.size() - 1);
  }
}
