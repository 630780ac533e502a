/**
 * Who sends a request, and what they may do: API keys, the rights that roles stand for, and to whom
 * calls belong. Tokens and certificates are Quarkus' own. Not API, except that {@link
 * dev.raincheck.security.Rights} are the names that configuration and annotations use.
 */
@NullMarked
package dev.raincheck.security;

import org.jspecify.annotations.NullMarked;
