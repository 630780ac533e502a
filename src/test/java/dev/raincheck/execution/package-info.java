@NullMarked
package dev.raincheck.execution;

import org.jspecify.annotations.NullMarked;
