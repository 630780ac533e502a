package dev.raincheck.builtin.fetch;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;

/**
 * Resolves as the operating system does. The system's call blocks, so it has a few threads of its
 * own: a name server that hangs must not stop the application's workers.
 */
@Singleton
final class SystemHostResolver implements HostResolver {

  private final WorkerExecutor threads;

  @Inject
  SystemHostResolver(Vertx vertx, FetchConfig config) {
    this.threads =
        vertx.createSharedWorkerExecutor("raincheck-fetch-resolver", config.resolverThreads());
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

  @PreDestroy
  void close() {
    threads.close();
  }
}
