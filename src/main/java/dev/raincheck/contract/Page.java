package dev.raincheck.contract;

import java.util.List;

/**
 * Some of a list's items.
 *
 * @param items in the list's order; the {@code Link} header with {@code rel="next"} leads to more
 */
public record Page<T>(List<T> items) {
  public Page {
    items = List.copyOf(items);
  }
}
