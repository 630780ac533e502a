package dev.raincheck.testprocedures;

import dev.raincheck.client.VerifiedCallback;
import dev.raincheck.contract.Batch;
import dev.raincheck.contract.Call;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** Receives callbacks as another service would. */
@Path("/test/callbacks")
public class CallbackReceiver {
  /** What came in, by the procedure of the call. */
  public static final ConcurrentHashMap<String, BlockingQueue<Call>> RECEIVED =
      new ConcurrentHashMap<>();

  /** Procedures whose next callback fails. */
  public static final Set<String> FAILING = ConcurrentHashMap.newKeySet();

  /** Batches that came in. */
  public static final BlockingQueue<Batch> BATCHES = new LinkedBlockingQueue<>();

  public static BlockingQueue<Call> received(String procedure) {
    return RECEIVED.computeIfAbsent(procedure, name -> new LinkedBlockingQueue<>());
  }

  @POST
  @Path("/ended")
  @VerifiedCallback
  public void ended(Call call) {
    if (FAILING.remove(call.procedure())) {
      throw new WebApplicationException(503);
    }
    received(call.procedure()).add(call);
  }

  @POST
  @Path("/batch-ended")
  @VerifiedCallback
  public void batchEnded(Batch batch) {
    BATCHES.add(batch);
  }
}
