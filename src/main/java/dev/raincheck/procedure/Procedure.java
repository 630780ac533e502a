package dev.raincheck.procedure;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a JAX-RS resource method a procedure: calling it over HTTP stores the request durably and
 * answers {@code 202 Accepted} with a handle; the method itself runs later, in the background, at
 * least once.
 *
 * <p>It may stand on the method of a resource class or of the JAX-RS interface which the class
 * implements. Parameters may be a body, path, query, header, matrix, cookie or form parameters, of
 * any type that Jackson can write and read back; {@code @Context} parameters are refused when the
 * application is built. The method may return {@code T}, {@code Uni<T>}, {@code
 * CompletionStage<T>}, {@code void}, {@code Response} or {@code RestResponse<T>}. It runs on a
 * worker thread, on the event loop if it is {@code @NonBlocking}, or on a virtual thread if it asks
 * for one by {@link #virtualThread} or {@code @RunOnVirtualThread} and the running JDK has them.
 * MicroProfile Fault Tolerance annotations guard each attempt; an open circuit breaker or a full
 * bulkhead spends none.
 *
 * <p>Called from Java rather than over HTTP, it is an ordinary method.
 *
 * <p>Every member is a default for this procedure and is overridden by {@code
 * raincheck.procedures."name".*}; an empty or negative member stands for {@code
 * raincheck.defaults.*}. Durations are a number and a unit: {@code 250ms}, {@code 30s}, {@code 5m},
 * {@code 2h}, {@code 7d}.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Procedure {

  /** Unique name, 1 to 100 of {@code a-z A-Z 0-9 . _ -}. Required on a method. */
  @Nonbinding
  String name() default "";

  /** How many times an attempt may be made, 1 to 1000. */
  @Nonbinding
  int maxAttempts() default -1;

  /**
   * Delay before the second attempt; it doubles with each further one, and the actual delay is
   * drawn between zero and that (full jitter).
   */
  @Nonbinding
  String backoff() default "";

  /** Upper bound of the delay between two attempts. */
  @Nonbinding
  String maxBackoff() default "";

  /** How long one attempt may take before it is interrupted and counts as failed with 504. */
  @Nonbinding
  String timeout() default "";

  /** How many attempts one replica runs at a time. */
  @Nonbinding
  int concurrency() default -1;

  /** How many calls may wait, on all replicas together, before new ones are refused with 503. */
  @Nonbinding
  int queueLimit() default -1;

  /**
   * Whether the method runs on a virtual thread where the running JDK has them, and on a worker
   * thread elsewhere. Other than {@code @RunOnVirtualThread}, which Quarkus refuses in an
   * application that is built for Java 17.
   */
  @Nonbinding
  boolean virtualThread() default false;

  /** How long an ended call and its result are kept. */
  @Nonbinding
  String retention() default "";
}
