package dev.raincheck.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.raincheck.contract.CallHeaders;
import dev.raincheck.core.DueDelivery;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes and signs what is posted. Every try has a time, and so a signature, of its own. */
@Singleton
class Letters {
  private final Signers signers;
  private final ObjectMapper json;
  private final Clock clock;

  Letters(Signers signers, ObjectMapper json, Clock clock) {
    this.signers = signers;
    this.json = json;
    this.clock = clock;
  }

  /** Whether what a caller gets can be signed. */
  boolean canSign(String caller) {
    return signers.has(caller);
  }

  Letter write(DueDelivery due, Event event) {
    String id = due.id().toString();
    long timestamp = clock.instant().getEpochSecond();
    byte[] body = body(event);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(HttpHeaders.CONTENT_TYPE, Event.MEDIA_TYPE);
    headers.put(HttpHeaders.USER_AGENT, "Raincheck");
    headers.put(CallHeaders.WEBHOOK_ID, id);
    headers.put(CallHeaders.WEBHOOK_TIMESTAMP, String.valueOf(timestamp));
    headers.put(CallHeaders.WEBHOOK_SIGNATURE, signers.sign(due.caller(), id, timestamp, body));
    return new Letter(headers, body);
  }

  private byte[] body(Event event) {
    try {
      return json.writeValueAsBytes(event);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
