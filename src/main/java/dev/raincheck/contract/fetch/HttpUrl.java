package dev.raincheck.contract.fetch;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The text is a URL that may be fetched: absolute, http or https, with a host (in ASCII, so
 * punycode for an international name), with a port from 1 to 65535 if any, and without user
 * information. Null is valid. Whether the host may be connected to is decided when it is.
 */
@Documented
@Constraint(validatedBy = HttpUrlValidator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface HttpUrl {

  String message() default
      "must be an absolute http or https URL with a host and without user information";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};
}
