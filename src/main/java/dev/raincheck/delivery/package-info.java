/**
 * Gets results to those who wait for them, and events to those who listen. A signal only makes
 * {@link dev.raincheck.delivery.Collector} or {@link dev.raincheck.delivery.EventStreams} look at
 * the row again; the row is the truth. Not API.
 */
@NullMarked
package dev.raincheck.delivery;

import org.jspecify.annotations.NullMarked;
