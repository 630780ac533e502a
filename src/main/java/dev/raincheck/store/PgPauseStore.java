package dev.raincheck.store;

import dev.raincheck.core.PauseStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** The table of paused procedures. */
@ApplicationScoped
class PgPauseStore implements PauseStore {
  static final String PAUSE = "insert into paused (procedure) values ($1) on conflict do nothing";

  static final String RESUME = "delete from paused where procedure = $1";

  static final String PAUSED = "select procedure from paused";

  private final Database database;

  PgPauseStore(Database database) {
    this.database = database;
  }

  @Override
  public Uni<Void> pause(String procedure) {
    return database.run(PAUSE, Tuple.of(procedure)).replaceWithVoid();
  }

  @Override
  public Uni<Void> resume(String procedure) {
    return database.run(RESUME, Tuple.of(procedure)).replaceWithVoid();
  }

  @Override
  public Uni<Set<String>> paused() {
    return database
        .run(PAUSED, Tuple.tuple())
        .map(rows -> Set.copyOf(Rows.all(rows, row -> row.getString("procedure"))));
  }
}
