/** The embedded server against real processes and directories, and its settings without either. */
@NullMarked
package dev.raincheck.store.embedded;

import org.jspecify.annotations.NullMarked;
