/**
 * The wire: resources, the interceptor that makes procedures of resource methods, headers, problems
 * and what OpenAPI says of it all. It translates and decides nothing. Not API.
 */
@NullMarked
package dev.raincheck.http;

import org.jspecify.annotations.NullMarked;
