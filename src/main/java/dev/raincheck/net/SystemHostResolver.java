package dev.raincheck.net;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;

/**
 * Resolves as the operating system does. The system's call blocks, so it has a few threads of its
 * own: a name server that hangs must not stop the application's workers. To be closed.
 */
public final class SystemHostResolver implements HostResolver, AutoCloseable {

  private final WorkerExecutor threads;

  /**
   * @param name of the threads; those of one name are shared
   * @param count how many host names are resolved at the same time
   */
  public SystemHostResolver(Vertx vertx, String name, int count) {
    this.threads = vertx.createSharedWorkerExecutor(name, count);
  }

  @Override
  public Uni<List<InetAddress>> resolve(String host) {
    return Uni.createFrom()
        .completionStage(
            () ->
                threads
                    .executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false)
                    .toCompletionStage());
  }

  @Override
  public void close() {
    threads.close();
  }
}
