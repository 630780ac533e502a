package dev.raincheck.store;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Turns the items of a batch into one array a column, as {@code unnest} takes them. */
final class Columns<T> {
  private final List<T> items;
  private final Tuple tuple;

  Columns(List<T> items) {
    this(items, Tuple.tuple());
  }

  /**
   * @param before single values that stand before the columns
   */
  Columns(List<T> items, Tuple before) {
    this.items = items;
    this.tuple = before;
  }

  /** Adds the array of what this gives for each item. */
  <V> Columns<T> add(IntFunction<V[]> array, Function<T, @Nullable V> value) {
    V[] column = array.apply(items.size());
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(items.get(i));
    }
    tuple.addValue(column);
    return this;
  }

  /** The columns, and after them a single value. */
  Tuple and(Object value) {
    return tuple.addValue(value);
  }

  Tuple tuple() {
    return tuple;
  }
}
