package dev.raincheck.faults.history;

/** What a procedure itself wrote down about one of its executions. */
public sealed interface Execution extends Entry {

  String callId();

  int attempt();

  /** Of the process in which it ran. */
  long pid();

  /** Unique among all executions; also in the result that it produces. */
  String token();

  long at();

  /** The first thing that an execution does. */
  record Begin(String callId, int attempt, long pid, String token, long at) implements Execution {}

  /** The last thing that an execution does. Missing if its process was killed. */
  record End(String callId, int attempt, long pid, String token, long at, Ending ending)
      implements Execution {}

  /** How an execution ended. */
  enum Ending {
    OK,
    FAILED,
    STOPPED
  }
}
