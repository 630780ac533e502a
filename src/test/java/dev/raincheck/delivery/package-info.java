@NullMarked
package dev.raincheck.delivery;

import org.jspecify.annotations.NullMarked;
