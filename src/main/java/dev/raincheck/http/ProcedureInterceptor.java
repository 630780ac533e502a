package dev.raincheck.http;

import dev.raincheck.admission.Admission;
import dev.raincheck.admission.Submission;
import dev.raincheck.contract.Problem;
import dev.raincheck.contract.ProblemException;
import dev.raincheck.contract.ProblemType;
import dev.raincheck.execution.Codec;
import dev.raincheck.execution.ProcedureDefinition;
import dev.raincheck.execution.ProcedureRegistry;
import dev.raincheck.procedure.Procedure;
import dev.raincheck.security.Submitter;
import io.quarkus.security.spi.runtime.SecurityHandlerConstants;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jspecify.annotations.Nullable;

/**
 * Stands around the method of a procedure, inside the interceptors that ask who may call it and
 * outside all that are about its work. A call from outside is validated, encoded and handed to
 * admission, and the method is not entered; what the engine or other Java code calls is let
 * through.
 */
@Procedure
@Interceptor
@Priority(SecurityHandlerConstants.SECURITY_INTERCEPTOR_PRIORITY + 50)
class ProcedureInterceptor {
  private final ProcedureRegistry registry;
  private final ArgumentCheck check;
  private final Codec codec;
  private final Admission admission;
  private final SubmitAnswer answer;

  ProcedureInterceptor(
      ProcedureRegistry registry,
      ArgumentCheck check,
      Codec codec,
      Admission admission,
      SubmitAnswer answer) {
    this.registry = registry;
    this.check = check;
    this.codec = codec;
    this.admission = admission;
    this.answer = answer;
  }

  @AroundInvoke
  @Nullable Object submitOrRun(InvocationContext invocation) throws Exception {
    ResteasyReactiveRequestContext request = CurrentRequestManager.get();
    if (request == null || !isTarget(request.getTarget(), invocation.getMethod())) {
      return invocation.proceed();
    }
    ProcedureDefinition procedure = registry.of(invocation.getMethod()).orElseThrow();
    check.check(invocation);
    SubmitHeaders headers = new SubmitHeaders(request.serverRequest());
    Optional<Duration> wish = headers.wish();
    Submitter submitter = answer.submitter();
    Submission submission =
        headers.submission(
            procedure.name(),
            submitter,
            encoded(procedure, invocation.getParameters()),
            answer.trace(headers));
    Uni<Response> response =
        admission.submit(submission).flatMap(admitted -> answer.to(admitted, submitter, wish));
    // Whatever the method returns, T or Uni, this thread is free while the answer is made.
    throw new AnswerLater(response);
  }

  private byte[] encoded(ProcedureDefinition procedure, @Nullable Object[] arguments) {
    try {
      return codec.encode(procedure, arguments);
    } catch (IOException no) {
      throw new ProblemException(
          Problem.of(ProblemType.MALFORMED_REQUEST, "The request cannot be stored."), null, no);
    }
  }

  /** Whether the HTTP request at hand is one for this very method. */
  private static boolean isTarget(@Nullable RuntimeResource target, Method method) {
    return target != null
        && target.getJavaMethodName().equals(method.getName())
        && target.getResourceClass() == method.getDeclaringClass()
        && Arrays.equals(target.getParameterTypes(), method.getParameterTypes());
  }
}
