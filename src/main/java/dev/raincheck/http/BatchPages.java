package dev.raincheck.http;

import dev.raincheck.admission.BatchControl;
import dev.raincheck.contract.CallsApi;
import dev.raincheck.core.CallRow;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pages of the calls of a batch; a cursor is the place in the batch where a page begins. */
@Singleton
class BatchPages {
  private static final Pattern PLACE = Pattern.compile("\\d{1,9}");

  private final BatchControl control;
  private final BatchViews batches;
  private final CallViews views;

  BatchPages(BatchControl control, BatchViews batches, CallViews views) {
    this.control = control;
    this.batches = batches;
    this.views = views;
  }

  Uni<Response> page(UUID batch, @Nullable String limitText, @Nullable String cursor) {
    int limit = CallPages.limit(limitText);
    int from = place(cursor);
    return control
        .find(batch)
        .flatMap(
            row -> {
              int to = Math.min(row.total(), from + limit);
              return control
                  .calls(batch, from, to)
                  .map(calls -> page(batch, calls, to < row.total() ? to : 0, limit));
            });
  }

  /**
   * @param next where the next page begins; 0 if there is none
   */
  private Response page(UUID batch, List<CallRow> calls, int next, int limit) {
    Response.ResponseBuilder response =
        Response.ok(
            new CallsApi.CallPage(calls.stream().map(views::call).toList()),
            MediaType.APPLICATION_JSON_TYPE);
    if (next > 0) {
      String link = "<" + batches.calls(batch) + "?limit=" + limit + "&cursor=" + next + ">";
      response.header(HttpHeaders.LINK, link + "; rel=\"next\"");
    }
    return response.build();
  }

  private static int place(@Nullable String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return 0;
    } else if (!PLACE.matcher(cursor).matches()) {
      throw CallPages.malformed("cursor is one that a page has led to.", null);
    }
    return Integer.parseInt(cursor);
  }
}
