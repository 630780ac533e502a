/**
 * The procedure of the fault suite. It is in no other test's application, so its sources are apart:
 * {@code WorkApplication} compiles and packages them together with the service.
 */
@NullMarked
package dev.raincheck.work;

import org.jspecify.annotations.NullMarked;
