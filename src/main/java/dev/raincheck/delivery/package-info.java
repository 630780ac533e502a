/**
 * Gets results to those who wait for them. A signal only makes {@link
 * dev.raincheck.delivery.Collector} look at the row again; the row is the truth. Not API.
 */
@NullMarked
package dev.raincheck.delivery;

import org.jspecify.annotations.NullMarked;
