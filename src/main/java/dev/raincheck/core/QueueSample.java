package dev.raincheck.core;

import java.time.Duration;

/**
 * What a count of the queue saw, for one procedure and all replicas.
 *
 * @param procedure name
 * @param queued calls that wait
 * @param running attempts that run
 * @param oldest how long the oldest call that could start has been able to
 */
public record QueueSample(String procedure, long queued, long running, Duration oldest) {}
