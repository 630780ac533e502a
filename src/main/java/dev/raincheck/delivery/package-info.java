/**
 * Gets results to those who wait for them, events to those who listen, and ends to those who asked
 * to be called back.
 *
 * <p>A signal only makes {@link dev.raincheck.delivery.Collector} or {@link
 * dev.raincheck.delivery.EventStreams} look at the row again; the row is the truth. {@code
 * CallbackSender} claims what is due of the outbox, of each target as much as {@code TargetGates}
 * let through; {@code Courier} makes one try: {@code Contents} find out what has ended, {@code
 * Letters} write and sign it, {@code Post} connects to a checked address, {@code Verdicts} say what
 * follows. Not API.
 */
@NullMarked
package dev.raincheck.delivery;

import org.jspecify.annotations.NullMarked;
