/**
 * The heart without its surroundings: the states of a call and what may follow what ({@link
 * dev.raincheck.core.Lifecycle}), when a failed attempt is repeated ({@link
 * dev.raincheck.core.RetryPolicy}), what an attempt came to ({@link dev.raincheck.core.Outcome}),
 * and the ports through which the other packages meet. No CDI, HTTP, SQL or Vert.x in here. Not
 * API.
 */
@NullMarked
package dev.raincheck.core;

import org.jspecify.annotations.NullMarked;
