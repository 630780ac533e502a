package dev.raincheck.client;

import dev.raincheck.contract.Batch;
import dev.raincheck.contract.Call;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.MethodConfig;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;

/**
 * Fails the build where a {@link VerifiedCallback} takes neither a call nor a batch: what is not
 * read is not verified either.
 */
public final class CallbackResources implements BuildCompatibleExtension {
  private static final List<Class<? extends Annotation>> VERBS =
      List.of(POST.class, PUT.class, PATCH.class, GET.class, DELETE.class);

  private static final Set<String> TAKEN = Set.of(Call.class.getName(), Batch.class.getName());

  /** Required by the CDI specification. */
  public CallbackResources() {}

  @Enhancement(types = Object.class, withSubtypes = true, withAnnotations = VerifiedCallback.class)
  public void check(MethodConfig method) {
    MethodInfo info = method.info();
    boolean bound =
        info.hasAnnotation(VerifiedCallback.class)
            || info.declaringClass().hasAnnotation(VerifiedCallback.class)
                && VERBS.stream().anyMatch(info::hasAnnotation);
    if (bound && !takesWhatEnded(info)) {
      throw new IllegalStateException(
          info.declaringClass().name()
              + "."
              + info.name()
              + " is a @VerifiedCallback without a parameter of type Call or Batch");
    }
  }

  private static boolean takesWhatEnded(MethodInfo method) {
    return method.parameters().stream()
        .anyMatch(
            parameter ->
                parameter.type().isClass()
                    && parameter.annotations().isEmpty()
                    && TAKEN.contains(parameter.type().asClass().declaration().name()));
  }
}
