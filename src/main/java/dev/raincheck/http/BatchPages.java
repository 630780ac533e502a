package dev.raincheck.http;

import dev.raincheck.admission.BatchControl;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pages of the calls of a batch; a cursor is the place in the batch where a page begins. */
@Singleton
class BatchPages {
  private static final Pattern PLACE = Pattern.compile("\\d{1,9}");

  private final BatchControl control;
  private final BatchResponses responses;

  BatchPages(BatchControl control, BatchResponses responses) {
    this.control = control;
    this.responses = responses;
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
                  .map(
                      calls ->
                          responses.calls(batch, calls, to < row.total() ? to : 0, limit).build());
            });
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
