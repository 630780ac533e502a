/**
 * Runs calls. {@code ProcedureDiscovery} finds the procedures when the application is built, {@link
 * dev.raincheck.execution.ProcedureRegistry} knows them at run time, {@code Dispatcher} claims
 * calls when it has room, {@code Attempt} is one run as a list of steps, {@code Node} keeps the
 * lease. Not API.
 */
@NullMarked
package dev.raincheck.execution;

import org.jspecify.annotations.NullMarked;
