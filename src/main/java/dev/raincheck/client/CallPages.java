package dev.raincheck.client;

import dev.raincheck.contract.Call;
import dev.raincheck.contract.CallState;
import dev.raincheck.contract.CallsApi.CallPage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The pages of one listing, one after the other; used for one subscription. */
class CallPages {
  private static final Pattern NEXT_CURSOR =
      Pattern.compile("[?&]cursor=([^&>]*)[^>]*>; ?rel=\"next\"");
  private static final String LIMIT = "200";

  private final CallsClient service;
  private final CallQuery query;
  private @Nullable String cursor;

  private CallPages(CallsClient service, CallQuery query) {
    this.service = service;
    this.query = query;
  }

  private record Page(List<Call> calls, boolean isLast) {}

  /** The calls of all pages; a page is asked for when the one before has been taken. */
  static Multi<Call> calls(CallsClient service, CallQuery query) {
    return Multi.createBy()
        .repeating()
        .uni(() -> new CallPages(service, query), CallPages::next)
        .whilst(page -> !page.isLast())
        .onItem()
        .transformToIterable(Page::calls);
  }

  private Uni<Page> next() {
    return service
        .list(
            query.procedure().orElse(null),
            query.states().stream().map(CallState::name).toList(),
            query.since().map(Instant::toString).orElse(null),
            query.until().map(Instant::toString).orElse(null),
            LIMIT,
            cursor)
        .map(this::read);
  }

  private Page read(Response response) {
    String link = response.getHeaderString(HttpHeaders.LINK);
    Matcher next = NEXT_CURSOR.matcher(link == null ? "" : link);
    boolean more = next.find();
    cursor = more ? URLDecoder.decode(next.group(1), StandardCharsets.UTF_8) : null;
    return new Page(response.readEntity(CallPage.class).items(), !more);
  }
}
