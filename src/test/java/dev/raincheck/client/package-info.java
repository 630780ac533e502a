@NullMarked
package dev.raincheck.client;

import org.jspecify.annotations.NullMarked;
