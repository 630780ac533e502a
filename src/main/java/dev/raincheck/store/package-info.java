/**
 * The durable queue in PostgreSQL. {@link dev.raincheck.store.Sql} has every statement; {@code
 * Batcher} makes one statement of what arrives together; {@code embedded} starts a server where
 * none is configured. Nothing in here is API: the other packages see {@link
 * dev.raincheck.core.CallStore} and {@link dev.raincheck.core.LeaseStore}.
 */
@NullMarked
package dev.raincheck.store;

import org.jspecify.annotations.NullMarked;
