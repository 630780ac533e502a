/**
 * The durable queue in PostgreSQL. {@link dev.raincheck.store.QueueSql}, {@link
 * dev.raincheck.store.CallSql} and {@link dev.raincheck.store.LeaseSql} have every statement,
 * whole; {@code Batcher} makes one statement of what arrives together; {@code Sealer} encrypts
 * inputs and results; {@code embedded} starts a server where none is configured. Nothing in here is
 * API: the other packages see {@link dev.raincheck.core.CallStore} and {@link
 * dev.raincheck.core.LeaseStore}.
 */
@NullMarked
package dev.raincheck.store;

import org.jspecify.annotations.NullMarked;
