package dev.raincheck.bench.service;

import dev.raincheck.procedure.Procedure;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Procedures that do nothing: at once, after some seconds, or for longer than any run. */
@Path("/")
public class Procedures {
  private static final String FILLER = "x".repeat(63);
  private static final Duration SOME_TIME = Duration.ofSeconds(2);

  @POST
  @Path("noops")
  @NonBlocking
  @Procedure(name = "noop")
  public Uni<Done> noop(Work work) {
    return Uni.createFrom().item(done());
  }

  @POST
  @Path("naps")
  @NonBlocking
  @Procedure(name = "nap")
  public Uni<Done> nap(Work work) {
    return Uni.createFrom().nullItem().onItem().delayIt().by(SOME_TIME).map(rested -> done());
  }

  @POST
  @Path("parked")
  @NonBlocking
  @Procedure(name = "parked")
  public Uni<Done> parked(Work work) {
    return Uni.createFrom().nothing();
  }

  private static Done done() {
    return new Done(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), FILLER);
  }
}
