@NullMarked
package dev.raincheck.net;

import org.jspecify.annotations.NullMarked;
