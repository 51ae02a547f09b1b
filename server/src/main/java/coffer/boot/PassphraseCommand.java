package coffer.boot;

import coffer.cli.Surroundings;
import coffer.model.SecretBytes;
import coffer.seal.Passphrase;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `coffer passphrase`: what concerns the server's passphrase.
@Command(name = "passphrase", description = "Change the server's passphrase.")
final class PassphraseCommand {
  private final Surroundings surroundings;

  PassphraseCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// `coffer passphrase change`
  Object change() {
    return new Change();
  }

  /// One row of the store changes, in one transaction: a kill leaves the old passphrase or the new.
  /// A server that runs has opened what it needs and goes on.
  @Command(
      name = "change",
      description = {
        "Seal the master key under another passphrase; the server may be running.",
        "The old one comes from where start takes it. Backups keep the one they were made with."
      })
  final class Change implements Callable<Integer> {
    @Mixin private DataOptions options = new DataOptions();

    @Option(
        names = "--new-passphrase-file",
        paramLabel = "FILE",
        description = "Holds the new passphrase; otherwise COFFER_NEW_PASSPHRASE or a prompt.")
    private Optional<Path> newPassphraseFile = Optional.empty();

    @Override
    public Integer call() throws Exception {
      return OneLine.run(surroundings.terminal().err(), this::change);
    }

    private int change() throws IOException {
      DataDirectory directory = DataDirectory.beside(options.data());
      Unsealing unsealing = options.unsealing(directory, surroundings);
      try (Store store = SqlStore.openExisting(directory.file("coffer.db"), surroundings.clock());
          SecretBytes old = unsealing.passphrase(true);
          SecretBytes fresh = GivenSecret.NEW_PASSPHRASE.readNew(surroundings, newPassphraseFile)) {
        reseal(store, directory, old, fresh);
        OperatorNotes.add(store, surroundings.clock(), "local:ChangePassphrase", "passphrase", "");
        if (forget(directory.file(Unsealing.DEVELOPMENT_FILE), old)) {
          surroundings
              .terminal()
              .out()
              .println(Unsealing.DEVELOPMENT_FILE + " held the old one and is gone.");
        }
      }
      surroundings
          .terminal()
          .out()
          .println("The passphrase is changed: the next start needs the new one.");
      return 0;
    }

    private void reseal(Store store, DataDirectory directory, SecretBytes old, SecretBytes fresh) {
      byte[] before =
          new Settings(store)
              .find(Unsealing.ENVELOPE)
              .orElseThrow(() -> new ConfigException(options.data() + " was never started"));
      byte[] after =
          new Passphrase(surroundings.random())
              .change(before, old, fresh)
              .orElseThrow(() -> Unsealing.wrong(directory));
      store.inTransaction(transaction -> {
        byte[] now = transaction.settings().find(Unsealing.ENVELOPE).orElseThrow();
        if (!MessageDigest.isEqual(now, before)) {
          throw new ConfigException("somebody else is changing the passphrase");
        }
        transaction.putSetting(Unsealing.ENVELOPE, after);
        return true;
      });
    }

    /// What development mode kept opens nothing any more.
    private static boolean forget(Path file, SecretBytes old) throws IOException {
      if (!Files.exists(file)) {
        return false;
      }
      try (SecretBytes kept = SecretFile.read(file)) {
        return kept.equals(old) && Files.deleteIfExists(file);
      }
    }
  }
}
