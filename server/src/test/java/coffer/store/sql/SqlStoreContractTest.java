package coffer.store.sql;

import coffer.store.Store;
import coffer.store.StoreContract;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class SqlStoreContractTest extends StoreContract {
  @TempDir Path directory;

  @Override
  protected Store open() {
    return SqlStore.open(directory.resolve("store.db"), Clock.systemUTC());
  }
}
