package dev.raincheck.client;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Put on the methods of typed clients when the application is built; see {@link TypedClients}. */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@interface TypedClient {

  /** Configuration key of the client. */
  @Nonbinding
  String key() default "";

  /** Milliseconds of the method's {@code @Timeout}; 0 if it has none. */
  @Nonbinding
  long timeoutMillis() default 0;
}
