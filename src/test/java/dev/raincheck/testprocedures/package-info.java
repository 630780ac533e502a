/**
 * Procedures as a host would write them, for tests to call over HTTP; {@link
 * dev.raincheck.testprocedures.Gate} lets a test hold and watch them, {@link
 * dev.raincheck.testprocedures.Caller} calls them.
 */
@NullMarked
package dev.raincheck.testprocedures;

import org.jspecify.annotations.NullMarked;
