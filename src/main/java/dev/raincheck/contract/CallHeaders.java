package dev.raincheck.contract;

/** Names of the headers of the protocol that JAX-RS does not name. */
public final class CallHeaders {
  public static final String PREFER = "Prefer";
  public static final String PREFERENCE_APPLIED = "Preference-Applied";
  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  public static final String IDEMPOTENCY_REPLAYED = "Idempotency-Replayed";
  public static final String OPERATION_TIMEOUT = "Operation-Timeout";
  public static final String PRIORITY = "Priority";
  public static final String CALL_DELAY = "Call-Delay";
  public static final String CALL_CALLBACK = "Call-Callback";
  public static final String WEBHOOK_ID = "webhook-id";
  public static final String WEBHOOK_TIMESTAMP = "webhook-timestamp";
  public static final String WEBHOOK_SIGNATURE = "webhook-signature";
  public static final String CALL_ID = "Call-Id";
  public static final String CALL_STATE = "Call-State";
  public static final String LAST_EVENT_ID = "Last-Event-ID";
  public static final String SERVER_TIMING = "Server-Timing";
  public static final String RATE_LIMIT = "RateLimit";
  public static final String RATE_LIMIT_POLICY = "RateLimit-Policy";
  public static final String TRACEPARENT = "traceparent";
  public static final String TRACESTATE = "tracestate";

  private CallHeaders() {}
}
