package dev.raincheck.security;

import dev.raincheck.core.CurrentCaller;
import dev.raincheck.execution.CallerText;
import dev.raincheck.procedure.Caller;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.spi.runtime.SecurityCheck;
import io.quarkus.security.spi.runtime.SecurityCheckStorage;
import jakarta.inject.Singleton;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * The callers as Raincheck sees them. The name under which calls are kept begins with how the
 * caller was known, so that nobody who may choose the subject of a token becomes the holder of a
 * key of that name.
 */
@Singleton
public class Callers implements CurrentCaller {
  private static final Viewer ANYBODY = new Viewer("", true);
  private static final Submitter NOBODY = new Submitter("", Optional.empty());

  private final CurrentIdentityAssociation identities;
  private final SecurityCheckStorage checks;
  private final String tenantClaim;

  Callers(
      CurrentIdentityAssociation identities, SecurityCheckStorage checks, SecurityConfig config) {
    this.identities = identities;
    this.checks = checks;
    this.tenantClaim = config.tenantClaim();
  }

  @Override
  public Viewer viewer() {
    SecurityIdentity identity = identities.getIdentity();
    boolean seesAll = identity.hasRole(Rights.OPERATE);
    if (identity.isAnonymous()) {
      return seesAll ? ANYBODY : new Viewer("", false);
    }
    return new Viewer(name(identity.getPrincipal()), seesAll);
  }

  /** Who sends a request to a procedure. */
  public Submitter submitter() {
    SecurityIdentity identity = identities.getIdentity();
    if (identity.isAnonymous()) {
      return NOBODY;
    }
    Principal principal = identity.getPrincipal();
    Caller caller = new Caller(subject(principal), tenant(principal), identity.getRoles());
    return new Submitter(name(principal), Optional.of(CallerText.write(caller)));
  }

  /** Refuses who may not call a procedure. */
  public void mayCall(String procedure) {
    SecurityIdentity identity = identities.getIdentity();
    if (identity.hasRole(Rights.CALL) || identity.hasRole(Rights.call(procedure))) {
      return;
    }
    if (identity.isAnonymous()) {
      throw new UnauthorizedException();
    }
    throw new ForbiddenException();
  }

  /**
   * Refuses whom the annotations of a method refuse, as the method itself would if it were called.
   */
  public void mayEnter(Method method, @Nullable Object[] arguments) {
    SecurityCheck check = checks.getSecurityCheck(method);
    if (check != null) {
      check.apply(identities.getIdentity(), method, arguments);
    }
  }

  private String name(Principal principal) {
    String owner = escaped(subject(principal));
    return kind(principal)
        + tenant(principal).map(tenant -> escaped(tenant) + "/" + owner).orElse(owner);
  }

  /** So that no part can hold the sign that parts them. */
  private static String escaped(String part) {
    return part.replace("%", "%25").replace("/", "%2F").replace("\0", "%00");
  }

  private static String kind(Principal principal) {
    if (principal instanceof ApiKeyPrincipal) {
      return "key:";
    } else if (principal instanceof JsonWebToken) {
      return "token:";
    } else if (principal instanceof X500Principal) {
      return "cert:";
    }
    return "user:";
  }

  private static String subject(Principal principal) {
    return principal instanceof JsonWebToken token && token.getSubject() != null
        ? token.getSubject()
        : principal.getName();
  }

  private Optional<String> tenant(Principal principal) {
    if (principal instanceof ApiKeyPrincipal key) {
      return key.tenant();
    } else if (principal instanceof JsonWebToken token) {
      Object claim = token.getClaim(tenantClaim);
      return Optional.ofNullable(claim).map(Object::toString);
    }
    return Optional.empty();
  }
}
