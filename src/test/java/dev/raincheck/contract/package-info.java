@NullMarked
package dev.raincheck.contract;

import org.jspecify.annotations.NullMarked;
