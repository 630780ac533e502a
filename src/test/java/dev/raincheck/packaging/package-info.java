/** What the build hands out, as files. */
@NullMarked
package dev.raincheck.packaging;

import org.jspecify.annotations.NullMarked;
