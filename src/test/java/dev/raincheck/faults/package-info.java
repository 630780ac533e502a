/**
 * What survives when something breaks: tests of the packaged service, as processes of their own, on
 * a real PostgreSQL.
 *
 * <p>{@code Fleet} is where a test begins: a {@code PostgresServer} and replicas, each a {@code
 * Service}, of {@code WorkApplication}, which is the packaged service and the procedure {@code
 * work}. They can be killed, paused, drained and started again, their wall clocks can differ, and a
 * {@code Link} is the network that fails between them and the database. {@code Http} is the caller.
 * {@code Executions} is what happened in truth: the procedure tells it to a file, not to the
 * service.
 *
 * <p>{@code Chaos} does all of it at once: {@code Load} is many callers, {@code FaultPlan} is what
 * a seed breaks, {@code history} keeps what happened and checks it. {@code ChaosIT} is its short
 * form, and with {@code -Pfaults} and properties its long one.
 */
@NullMarked
package dev.raincheck.faults;

import org.jspecify.annotations.NullMarked;
