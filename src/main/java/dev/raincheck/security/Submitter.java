package dev.raincheck.security;

import dev.raincheck.core.CurrentCaller.Viewer;
import java.util.Optional;

/**
 * To whom a new call will belong.
 *
 * @param name under which its calls are kept; empty for an anonymous caller
 * @param claims who it is, as JSON; none for an anonymous caller
 */
public record Submitter(String name, Optional<String> claims) {

  /** The one who looks at what it has submitted. */
  public Viewer viewer() {
    return new Viewer(name, false);
  }
}
