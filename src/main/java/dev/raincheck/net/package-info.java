/**
 * Requests to places that somebody else has named: which URLs and addresses may be reached, and how
 * to reach exactly the one that was checked. Users: {@code fetch} and the sender of callbacks. Not
 * API.
 */
@NullMarked
package dev.raincheck.net;

import org.jspecify.annotations.NullMarked;
