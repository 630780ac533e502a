/**
 * The contract of the built-in procedure {@code fetch}: an HTTP request is sent by the service, and
 * the answer is the result of the call. Inject {@link dev.raincheck.contract.fetch.FetchApi} as a
 * REST client to use it. All of it is API.
 */
@NullMarked
package dev.raincheck.contract.fetch;

import org.jspecify.annotations.NullMarked;
