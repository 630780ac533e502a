/** Holds what is written about the service to what it is: the README, and the manifests. */
@NullMarked
package dev.raincheck.docs;

import org.jspecify.annotations.NullMarked;
