/**
 * What happened, and whether it may happen. {@link dev.raincheck.faults.history.History} keeps what
 * clients asked and were told, what ran, what was broken and which rows were left; {@link
 * dev.raincheck.faults.history.Checker} holds that against the promises. Nothing here uses a class
 * of the service: a checker that shares code with what it checks shares its mistakes.
 *
 * <p>All times are {@link System#nanoTime} of this machine, which all its processes share, unless
 * they are said to be the database's.
 */
@NullMarked
package dev.raincheck.faults.history;

import org.jspecify.annotations.NullMarked;
