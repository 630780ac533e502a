/**
 * The PostgreSQL server that the service starts for itself when no database is configured.
 *
 * <p>{@code DatabaseUrls} decides that, and is the only place that does: where the user gave no
 * URL, it answers for the data source's settings with those of a server on the loopback interface.
 * {@link dev.raincheck.store.embedded.EmbeddedPostgres} starts that server before anything needs it
 * and stops it last. It owns a data directory of this layout:
 *
 * <pre>
 * raincheck.lock   locked for as long as the service lives; holds its process id
 * postgres/        PostgreSQL's own data directory
 * postgres.log     the server's log since its last start; the one before is postgres.log.1
 * password         the database password, readable by the owner only
 * binaries/        the unpacked server, a folder for each build of it
 * </pre>
 *
 * The data directory survives; the server's process does not outlive the service, and where it did
 * (a killed JVM) the next start stops it first. All of this runs on the JVM only. Nothing here is
 * API but {@code EmbeddedPostgres}, for the store, and the settings {@code raincheck.embedded.*}.
 */
@NullMarked
package dev.raincheck.store.embedded;

import org.jspecify.annotations.NullMarked;
