@NullMarked
package dev.raincheck.core;

import org.jspecify.annotations.NullMarked;
