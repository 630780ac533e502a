package dev.raincheck.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * A replica that is started again whenever it has ended, with a link of its own to the database.
 * One thread breaks it; the others may ask where it is.
 */
final class Replica implements AutoCloseable {
  /** A start can meet a fault of the database; whoever runs the service tries again. */
  private static final int MOST_STARTS = 10;

  private final String name;
  private final Link link;
  private final Service.Plan plan;
  private int failedStarts;
  private volatile Service service;

  private Replica(String name, Link link, Service.Plan plan, Service service) {
    this.name = name;
    this.link = link;
    this.plan = plan;
    this.service = service;
  }

  /**
   * Begins to start one, and does not wait until it listens.
   *
   * @param logs directory for its log
   */
  static Replica start(int index, Fleet fleet, Path logs) throws IOException {
    Link link = Link.to(fleet.database().port());
    String name = name(index);
    Service.Plan plan =
        fleet.planBehind(
            link,
            "quarkus.log.file.enabled=true",
            "quarkus.log.file.path=" + logs.resolve(name + ".log"),
            // All processes write into one file, and none of it is thrown away.
            "quarkus.log.file.rotation.max-file-size=1G",
            "quarkus.log.file.rotation.rotate-on-boot=false",
            "quarkus.log.file.json.enabled=false");
    return new Replica(name, link, plan, Service.startWithoutWaiting(plan));
  }

  static String name(int index) {
    return "replica-" + index;
  }

  String name() {
    return name;
  }

  Link link() {
    return link;
  }

  /** The process that runs now. */
  Service service() {
    return service;
  }

  URI uri() {
    return service.uri();
  }

  int failedStarts() {
    return failedStarts;
  }

  void awaitListening() {
    service.awaitListening();
  }

  /** Starts it again after its process has ended. */
  void startAgain() throws IOException {
    for (int i = 1; ; i++) {
      service.close();
      service = Service.startWithoutWaiting(plan);
      try {
        service.awaitListening();
        return;
      } catch (AssertionError ended) {
        failedStarts++;
        if (i == MOST_STARTS) {
          throw ended;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
    link.close();
  }
}
