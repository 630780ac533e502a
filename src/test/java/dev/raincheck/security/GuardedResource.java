package dev.raincheck.security;

import dev.raincheck.procedure.CallContext;
import dev.raincheck.procedure.Caller;
import dev.raincheck.procedure.Procedure;
import io.quarkus.security.Authenticated;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.TreeSet;

/** Procedures that say themselves who may call them. */
@Path("/test/security")
class GuardedResource {
  private final CallContext call;
  private final Inner inner;

  GuardedResource(CallContext call, Inner inner) {
    this.call = call;
    this.inner = inner;
  }

  /** What a procedure may use that is guarded by itself. */
  @Singleton
  static class Inner {
    @RolesAllowed("billing")
    String secret() {
      return "secret";
    }
  }

  @POST
  @Path("/roles")
  @RolesAllowed("billing")
  @Procedure(name = "test.security.roles", maxAttempts = 1)
  public String roles() {
    return who();
  }

  @POST
  @Path("/roles-later")
  @RolesAllowed("billing")
  @Procedure(name = "test.security.roles-later", maxAttempts = 1)
  public Uni<String> rolesLater() {
    return Uni.createFrom().item(this::who);
  }

  @POST
  @Path("/permission")
  @PermissionsAllowed("orders:write")
  @Procedure(name = "test.security.permission", maxAttempts = 1)
  public String permission() {
    return who();
  }

  @POST
  @Path("/authenticated")
  @Authenticated
  @Procedure(name = "test.security.authenticated", maxAttempts = 1)
  public Uni<String> authenticated() {
    return Uni.createFrom().item(this::who);
  }

  @POST
  @Path("/denied")
  @DenyAll
  @Procedure(name = "test.security.denied", maxAttempts = 1)
  public String denied() {
    return who();
  }

  /** Calls something guarded in an attempt, where nobody is authenticated. */
  @POST
  @Path("/inner")
  @RolesAllowed("billing")
  @Procedure(name = "test.security.inner", maxAttempts = 1)
  public String inner() {
    return inner.secret();
  }

  /** Fails, so that it can be retried. */
  @POST
  @Path("/failing")
  @Procedure(name = "test.security.failing", maxAttempts = 1)
  public String failing() {
    throw new BadRequestException(who());
  }

  @POST
  @Path("/who")
  @Procedure(name = "test.security.who", maxAttempts = 1)
  public String who() {
    return call.caller().map(GuardedResource::text).orElse("nobody");
  }

  private static String text(Caller caller) {
    return caller.subject()
        + " of "
        + caller.tenant().orElse("-")
        + " is "
        + new TreeSet<>(caller.roles());
  }
}
