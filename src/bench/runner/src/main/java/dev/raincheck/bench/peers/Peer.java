package dev.raincheck.bench.peers;

/** Another way to run durable calls. */
interface Peer extends AutoCloseable {

  /** Makes a peer, with its tables, which may be there already; its workers are off. */
  interface Maker {
    Peer make(Store store) throws Exception;
  }

  /** Turns the workers on. */
  void start();

  /**
   * Stores a call; it is committed on return.
   *
   * @param id of the call, a UUID
   * @param input JSON
   */
  void submit(String id, String input);

  /** Ends what runs, and all threads. */
  @Override
  void close();
}
