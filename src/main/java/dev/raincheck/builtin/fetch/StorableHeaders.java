package dev.raincheck.builtin.fetch;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Headers of a request that may be stored with it. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = StorableHeaders.Check.class)
@interface StorableHeaders {

  String message() default
      "must not look like credentials, such as Authorization, Cookie or -Key, -Token and -Secret:"
          + " this service does not store them, as it does not encrypt what it stores";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Looks at the names. */
  @Singleton
  class Check implements ConstraintValidator<StorableHeaders, Map<String, String>> {
    /** Asked when a request comes: this is made in the build, where there are no settings yet. */
    private final Instance<Credentials> credentials;

    Check(Instance<Credentials> credentials) {
      this.credentials = credentials;
    }

    @Override
    public boolean isValid(
        @Nullable Map<String, String> headers, ConstraintValidatorContext context) {
      return headers == null
          || headers.keySet().stream().noneMatch(name -> name != null && Credentials.isNamed(name))
          || credentials.get().areStored();
    }
  }
}
