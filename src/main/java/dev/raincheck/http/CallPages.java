package dev.raincheck.http;

import dev.raincheck.contract.CallState;
import dev.raincheck.contract.CallsApi;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.CallQuery;
import dev.raincheck.core.CallRow;
import dev.raincheck.core.CallStore;
import dev.raincheck.core.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pages of the list of calls: reads what is asked for, and leads to the next page. */
@Singleton
class CallPages {
  private static final int DEFAULT_LIMIT = 50;
  private static final int LARGEST_LIMIT = 200;

  private final CallStore store;
  private final CallViews views;
  private final CurrentCaller currentCaller;

  CallPages(CallStore store, CallViews views, CurrentCaller currentCaller) {
    this.store = store;
    this.currentCaller = currentCaller;
    this.views = views;
  }

  /** The query parameters as they came. */
  record Request(
      @Nullable String procedure,
      @Nullable List<String> state,
      @Nullable String since,
      @Nullable String until,
      @Nullable String limit,
      @Nullable String cursor) {}

  /**
   * A page.
   *
   * @throws ProblemException 400 for a parameter that cannot be understood
   */
  Uni<Response> page(Request request) {
    int limit = limit(request.limit());
    CurrentCaller.Viewer viewer = currentCaller.viewer();
    CallQuery query =
        new CallQuery(
            procedure(request.procedure()),
            viewer.seesAll() ? Optional.empty() : Optional.of(viewer.caller()),
            states(request.state()),
            time("since", request.since()),
            time("until", request.until()),
            Optional.ofNullable(request.cursor())
                .filter(text -> !text.isEmpty())
                .map(Cursor::parse),
            // One more than asked for tells whether there is a next page.
            limit + 1);
    return store.list(query).map(rows -> response(request, rows, limit));
  }

  private Response response(Request request, List<CallRow> rows, int limit) {
    List<CallRow> shown = rows.subList(0, Math.min(limit, rows.size()));
    Response.ResponseBuilder response =
        Response.ok(
            new CallsApi.CallPage(shown.stream().map(views::call).toList()),
            MediaType.APPLICATION_JSON_TYPE);
    if (rows.size() > limit) {
      CallRow last = shown.get(limit - 1);
      response.header(HttpHeaders.LINK, "<" + next(request, last, limit) + ">; rel=\"next\"");
    }
    return response.build();
  }

  private String next(Request request, CallRow last, int limit) {
    UriBuilder uri = UriBuilder.fromPath(views.list()).queryParam("limit", limit);
    uri.queryParam("cursor", Cursor.write(new CallQuery.Position(last.createdAt(), last.id())));
    add(uri, "procedure", request.procedure());
    add(uri, "since", request.since());
    add(uri, "until", request.until());
    states(request.state()).forEach(state -> uri.queryParam("state", state));
    return uri.build().toString();
  }

  private static void add(UriBuilder uri, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      // A template in braces would be expanded otherwise.
      uri.queryParam(name, value.replace("{", "%7B").replace("}", "%7D").replace("+", "%2B"));
    }
  }

  /** The procedure that is asked for; empty for all. */
  static Optional<String> procedure(@Nullable String name) {
    if (name != null && name.indexOf('\0') >= 0) {
      throw malformed("procedure is the name of one.", null);
    }
    return Optional.ofNullable(name).filter(one -> !one.isEmpty());
  }

  static int limit(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= LARGEST_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException noNumber) {
      throw malformed("limit is 1 to " + LARGEST_LIMIT + ".", noNumber);
    }
    throw malformed("limit is 1 to " + LARGEST_LIMIT + ".", null);
  }

  private static Set<CallState> states(@Nullable List<String> texts) {
    Set<CallState> states = EnumSet.noneOf(CallState.class);
    if (texts != null) {
      for (String text : texts) {
        for (String name : text.split(",")) {
          if (!name.isBlank()) {
            states.add(state(name.strip()));
          }
        }
      }
    }
    return states;
  }

  private static CallState state(String name) {
    return Arrays.stream(CallState.values())
        .filter(state -> state.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> malformed("state is one of " + Arrays.toString(CallState.values()) + ".", null));
  }

  private static Optional<Instant> time(String name, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    if (!Character.isDigit(text.charAt(0))) {
      // Java reads years of more digits, with a sign; RFC 3339 and the database do not.
      throw malformed(name + " is a time such as 2026-11-22T08:00:00Z.", null);
    }
    try {
      // A plus that was not escaped has become a space on its way.
      return Optional.of(OffsetDateTime.parse(text.replace(' ', '+')).toInstant());
    } catch (DateTimeException noTime) {
      throw malformed(name + " is a time such as 2026-11-22T08:00:00Z.", noTime);
    }
  }

  static ProblemException malformed(String detail, @Nullable Throwable cause) {
    return new ProblemException(Problem.of(ProblemType.MALFORMED_REQUEST, detail), null, cause);
  }
}
