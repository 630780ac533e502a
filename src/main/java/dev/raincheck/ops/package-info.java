/**
 * What operators see and what needs looking after: metrics, health, retention. It listens to the
 * rest and is used by none of it, but through the ports of {@link dev.raincheck.core}. Not API.
 */
@NullMarked
package dev.raincheck.ops;

import org.jspecify.annotations.NullMarked;
