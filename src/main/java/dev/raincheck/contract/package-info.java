/**
 * What both sides of the wire agree on: the resources under {@code /calls}, their JSON, the names
 * of the headers, and every kind of problem. The built-in procedures' interfaces stand in packages
 * below this one. It is all of it API.
 */
@NullMarked
package dev.raincheck.contract;

import org.jspecify.annotations.NullMarked;
