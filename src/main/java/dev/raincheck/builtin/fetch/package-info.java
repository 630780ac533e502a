/**
 * The built-in procedure {@code fetch}, written as any host would write one.
 *
 * <p>Flow: {@code FetchProcedure} makes the first {@code Hop} of the request; {@code
 * AllowedAddresses} resolves its host once and refuses what {@code dev.raincheck.net} does not let
 * through; {@code Exchanges} connects to exactly one of the checked addresses and reads the answer;
 * a redirect makes the next hop, which goes through the same steps.
 *
 * <p>Nothing here is API: callers use {@code dev.raincheck.contract.fetch}, operators the settings
 * {@code raincheck.fetch.*}.
 */
@NullMarked
package dev.raincheck.builtin.fetch;

import org.jspecify.annotations.NullMarked;
