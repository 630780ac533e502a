@NullMarked
package dev.raincheck.admission;

import org.jspecify.annotations.NullMarked;
