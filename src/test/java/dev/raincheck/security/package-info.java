/** Who may do what. */
@NullMarked
package dev.raincheck.security;

import org.jspecify.annotations.NullMarked;
