@NullMarked
package dev.raincheck.http;

import org.jspecify.annotations.NullMarked;
