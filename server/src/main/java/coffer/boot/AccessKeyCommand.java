package coffer.boot;

import coffer.cli.Surroundings;
import coffer.ram.RootKeys;
import coffer.seal.Sealer;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `coffer access-key`: the account's own access key.
@Command(name = "access-key", description = "Replace the root access key.")
final class AccessKeyCommand {
  private final Surroundings surroundings;

  AccessKeyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// `coffer access-key reset-root`
  Object resetRoot() {
    return new ResetRoot();
  }

  /// Old keys go and the new one comes in one transaction. After a kill before its file was
  /// written, run it again.
  @Command(
      name = "reset-root",
      description = {
        "Make a new root access key in the place of the old, which is refused from then on.",
        "For whoever has data directory and passphrase; the server must be stopped."
      })
  final class ResetRoot implements Callable<Integer> {
    @Mixin private DataOptions options = new DataOptions();

    @Override
    public Integer call() throws Exception {
      return OneLine.run(surroundings.terminal().err(), this::reset);
    }

    private int reset() {
      try (DataDirectory directory = DataDirectory.alone(options.data());
          Store store = SqlStore.openExisting(directory.file("coffer.db"), surroundings.clock())) {
        Settings settings = new Settings(store);
        Sealer sealer = options.unsealing(directory, surroundings).open(settings);
        String account =
            settings
                .text("account-id")
                .orElseThrow(() -> new ConfigException(options.data() + " was never started"));
        RootKeys keys =
            new RootKeys(store, sealer, surroundings.clock(), surroundings.random(), account);
        RootKeys.Created created = keys.replaceAll();
        RootCredential.put(directory, settings, created);
        OperatorNotes.add(
            store,
            surroundings.clock(),
            "local:ResetRootAccessKey",
            "accesskey/" + created.id(),
            "");
        surroundings
            .terminal()
            .out()
            .println(
                "The root access key is "
                    + created.id()
                    + "; its secret is in "
                    + directory.file(RootCredential.FILE));
        return 0;
      }
    }
  }
}
