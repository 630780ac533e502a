@NullMarked
package dev.raincheck.store;

import org.jspecify.annotations.NullMarked;
