package coffer.store.sql;

import coffer.store.Store;
import coffer.store.TableContract;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class SqlTableContractTest extends TableContract {
  @TempDir Path directory;

  @Override
  protected Store open() {
    return SqlStore.open(directory.resolve("store.db"), Clock.systemUTC());
  }
}
