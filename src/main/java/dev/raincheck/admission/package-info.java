/**
 * Decides what becomes of a request: {@link dev.raincheck.admission.Admission} takes new calls in,
 * within limits and once for each idempotency key; {@link dev.raincheck.admission.CallControl}
 * cancels, retries and forgets calls. Not API.
 */
@NullMarked
package dev.raincheck.admission;

import org.jspecify.annotations.NullMarked;
