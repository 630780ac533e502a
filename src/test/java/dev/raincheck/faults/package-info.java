/** What survives when something breaks: tests of the packaged service, as a process of its own. */
@NullMarked
package dev.raincheck.faults;

import org.jspecify.annotations.NullMarked;
