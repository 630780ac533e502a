/**
 * How a start ends that must not go on. Of use to everything that looks at the configuration when
 * the service starts; not API.
 */
@NullMarked
package dev.raincheck.startup;

import org.jspecify.annotations.NullMarked;
