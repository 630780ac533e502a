/**
 * What a host of procedures sees: {@link dev.raincheck.procedure.Procedure} to declare one, {@link
 * dev.raincheck.procedure.CallContext} to know the call it works on. Nothing else of the service is
 * API for hosts.
 */
@NullMarked
package dev.raincheck.procedure;

import org.jspecify.annotations.NullMarked;
