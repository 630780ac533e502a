package dev.raincheck.execution;

import dev.raincheck.procedure.Procedure;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableBean;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.arc.ManagedContext;
import io.quarkus.security.spi.runtime.SecurityHandlerConstants;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
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
  private final InjectableBean<CurrentCall> bean;

  AuthorisedBefore(InjectableInstance<CurrentCall> currentCalls) {
    this.bean = currentCalls.getHandle().getBean();
  }

  @AroundInvoke
  @Nullable Object skipChecks(InvocationContext invocation) throws Exception {
    if (isAttemptOf(invocation.getMethod())) {
      invocation
          .getContextData()
          .put(SecurityHandlerConstants.SECURITY_HANDLER, SecurityHandlerConstants.EXECUTED);
    }
    return invocation.proceed();
  }

  /**
   * A request from outside has no current call, and is not given one: it costs more than all else
   * here.
   */
  private boolean isAttemptOf(Method method) {
    ManagedContext scope = Arc.container().requestContext();
    CurrentCall current = scope.isActive() ? scope.get(bean) : null;
    return current != null && current.isAttemptOf(method);
  }
}
