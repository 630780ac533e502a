package dev.raincheck.core;

import dev.raincheck.contract.CallState;
import dev.raincheck.contract.ProcedureView;
import java.util.Map;

/** What this replica has measured of a procedure. */
public interface CallStatistics {

  /** Calls that ended here since the start, by final state. */
  Map<CallState, Long> ended(String procedure);

  /** Latency quantiles of the last minutes. */
  ProcedureView.Latency latency(String procedure);
}
