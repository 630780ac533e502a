package dev.raincheck.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
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
  private final Path logs;
  private int starts;
  private int failedStarts;
  private volatile Service service;

  private Replica(String name, Link link, Service.Plan plan, Path logs, Service service) {
    this.name = name;
    this.link = link;
    this.plan = plan;
    this.logs = logs;
    this.service = service;
  }

  /** Begins to start one, and does not wait until it listens. */
  static Replica start(int index, Fleet fleet, Path logs) throws IOException {
    Link link = Link.to(fleet.database().port());
    Service.Plan plan = fleet.planBehind(link);
    return new Replica(name(index), link, plan, logs, Service.startWithoutWaiting(plan));
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
      keepLog();
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

  private void keepLog() throws IOException {
    Files.writeString(logs.resolve(name + "." + starts++ + ".log"), service.log() + "\n");
  }

  @Override
  public void close() throws IOException {
    service.close();
    keepLog();
    link.close();
  }
}
