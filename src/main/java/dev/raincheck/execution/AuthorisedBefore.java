package dev.raincheck.execution;

import dev.raincheck.procedure.Procedure;
import io.quarkus.arc.Arc;
import io.quarkus.security.spi.runtime.SecurityHandlerConstants;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/**
 * Stands outside the interceptors of {@code @RolesAllowed}, {@code @PermissionsAllowed} and
 * {@code @Authenticated}: their question was answered when the call was submitted, and an attempt
 * has no identity that could be asked again. It speaks for the attempt's own method only; what that
 * calls is guarded as ever.
 */
@Procedure
@Interceptor
@Priority(SecurityHandlerConstants.PREVENT_REPEATED_CHECKS_INTERCEPTOR_PRIORITY - 10)
class AuthorisedBefore {
  private final CurrentCall currentCall;

  AuthorisedBefore(CurrentCall currentCall) {
    this.currentCall = currentCall;
  }

  @AroundInvoke
  @Nullable Object skipChecks(InvocationContext invocation) throws Exception {
    if (Arc.container().requestContext().isActive()
        && currentCall.isAttemptOf(invocation.getMethod())) {
      invocation
          .getContextData()
          .put(SecurityHandlerConstants.SECURITY_HANDLER, SecurityHandlerConstants.EXECUTED);
    }
    return invocation.proceed();
  }
}
