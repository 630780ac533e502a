package dev.raincheck.core;

import dev.raincheck.contract.Call;

/**
 * The newest progress of a running attempt.
 *
 * @param call what is run, with the fence
 * @param progress newest report
 */
public record ProgressReport(ClaimedCall call, Call.Progress progress) {}
