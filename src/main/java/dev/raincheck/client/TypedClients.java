package dev.raincheck.client;

import io.quarkus.rest.client.reactive.runtime.RestClientReactiveCDIWrapperBase;
import jakarta.enterprise.inject.build.compatible.spi.AnnotationBuilder;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.MethodConfig;
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.AnnotationMember;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.annotation.RegisterProviders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * Finds, when an application is built, the injectable REST clients with {@link AwaitResult} as a
 * provider, and binds {@link TypedClientInterceptor} to their methods. Without the interceptor (a
 * client that a builder made) calls work too; what it adds is in its own description.
 */
public final class TypedClients implements BuildCompatibleExtension {
  private static final String TIMEOUT = "org.eclipse.microprofile.faulttolerance.Timeout";

  /** Required by the CDI specification. */
  public TypedClients() {}

  @Enhancement(types = RestClientReactiveCDIWrapperBase.class, withSubtypes = true)
  public void bind(ClassConfig wrapper) {
    wrapper.info().superInterfacesDeclarations().stream()
        .filter(TypedClients::awaitsResults)
        .findFirst()
        .ifPresent(client -> bind(wrapper, client));
  }

  private static boolean awaitsResults(ClassInfo client) {
    Stream<AnnotationInfo> repeated =
        Optional.ofNullable(client.annotation(RegisterProviders.class)).stream()
            .flatMap(all -> all.value().asArray().stream())
            .map(AnnotationMember::asNestedAnnotation);
    return Stream.concat(
            Optional.ofNullable(client.annotation(RegisterProvider.class)).stream(), repeated)
        .anyMatch(
            provider ->
                provider
                    .value()
                    .asType()
                    .asClass()
                    .declaration()
                    .name()
                    .equals(AwaitResult.class.getName()));
  }

  private static void bind(ClassConfig wrapper, ClassInfo client) {
    String key =
        Optional.ofNullable(client.annotation(RegisterRestClient.class))
            .filter(registered -> registered.hasMember("configKey"))
            .map(registered -> registered.member("configKey").asString())
            .filter(configured -> !configured.isEmpty())
            .orElse(client.name());
    for (MethodConfig method : wrapper.methods()) {
      // Those of the class that all wrappers extend are not of the client.
      if (method.info().declaringClass().name().equals(wrapper.info().name())) {
        method.addAnnotation(
            AnnotationBuilder.of(TypedClient.class)
                .member("key", key)
                .member("timeoutMillis", timeout(method.info(), client).toMillis())
                .build());
      }
    }
  }

  /** The method's own {@code @Timeout}, or that of its interface; zero if there is none. */
  private static Duration timeout(MethodInfo method, ClassInfo client) {
    return Stream.concat(method.annotations().stream(), client.annotations().stream())
        .filter(TypedClients::isTimeout)
        .findFirst()
        .map(TypedClients::timeout)
        .orElse(Duration.ZERO);
  }

  private static boolean isTimeout(AnnotationInfo annotation) {
    try {
      return annotation.name().equals(TIMEOUT);
    } catch (IllegalStateException notOnTheClassPath) {
      // Such as those of OpenAPI, which a caller need not have.
      return false;
    }
  }

  private static Duration timeout(AnnotationInfo timeout) {
    return Duration.of(
        timeout.hasMember("value") ? timeout.value().asLong() : 1000,
        timeout.hasMember("unit")
            ? ChronoUnit.valueOf(timeout.member("unit").asEnumConstant())
            : ChronoUnit.MILLIS);
  }
}
