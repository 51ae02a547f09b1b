package coffer.boot;

import coffer.backup.BackupReader;
import coffer.backup.BackupWriter;
import coffer.backup.Manifest;
import coffer.cli.Surroundings;
import coffer.model.SecretBytes;
import coffer.store.Store;
import coffer.store.sql.SqlFiles;
import coffer.store.sql.SqlStore;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `coffer backup`: everything a server remembers, in one encrypted file.
@Command(
    name = "backup",
    description = {
      "Write everything that a data directory remembers into one encrypted file; the server may be running.",
      "In it: the store, software HSMs (sealed), CAs, root access key, audit trail. Not in it: the",
      "configuration, the server's passphrase, keys of other HSMs but as wrapped blobs."
    })
final class BackupCommand implements Callable<Integer> {
  private static final int WRONG_USE = 2;

  private final Surroundings surroundings;
  private final PrintStream out;
  private final PrintStream err;

  @Option(names = "--data", paramLabel = "DIR", description = "Data directory; ./data by default.")
  private Path data = Path.of("data");

  @Option(names = "--out", paramLabel = "FILE", description = "The backup; must not exist.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "Holds the backup's passphrase; otherwise COFFER_BACKUP_PASSPHRASE or a prompt.")
  private Optional<Path> passphraseFile = Optional.empty();

  @Option(
      names = "--without-old-audit",
      description = "Leave out audit segments that are full, kept elsewhere.")
  private boolean withoutOldAudit;

  BackupCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.out = surroundings.terminal().out();
    this.err = surroundings.terminal().err();
  }

  /// `coffer backup verify FILE`
  Object verify() {
    return new Verify();
  }

  @Override
  public Integer call() throws Exception {
    if (file.isEmpty()) {
      err.println("coffer: --out FILE is missing");
      return WRONG_USE;
    }
    return OneLine.run(err, () -> write(file.get()));
  }

  private int write(Path target) throws Exception {
    DataDirectory directory = DataDirectory.beside(data);
    Manifest manifest;
    try (SecretBytes passphrase = GivenSecret.BACKUP.readNew(surroundings, passphraseFile);
        Store store =
            SqlStore.openExisting(directory.file(BackupSource.DATABASE), surroundings.clock());
        WorkFolder work = WorkFolder.open(directory.file("backup-work"))) {
      BackupSource.Contents contents =
          new BackupSource(directory.root(), surroundings.clock(), !withoutOldAudit)
              .take(work.path());
      manifest = contents.manifest();
      new BackupWriter(surroundings.random())
          .write(target, passphrase, manifest, contents.entries());
      OperatorNotes.add(
          store,
          surroundings.clock(),
          "local:Backup",
          "backup/" + manifest.id(),
          manifest.keys() + " keys");
    }
    out.println(target + ": " + manifest.keys() + " keys, made " + manifest.created());
    BackupText.lines(manifest).forEach(out::println);
    out.println(
        "Not in it: the configuration, the server's passphrase, a TLS certificate of your own.");
    return 0;
  }

  /// Opens a backup to its end and looks at the store in it.
  @Command(
      name = "verify",
      description = {
        "Check a backup: that the passphrase opens it, that it is whole, and that its store is sound.",
        "Nothing is restored."
      })
  final class Verify implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path backup = Path.of("");

    @Option(
        names = "--passphrase-file",
        paramLabel = "FILE",
        description =
            "Holds the backup's passphrase; otherwise COFFER_BACKUP_PASSPHRASE or a prompt.")
    private Optional<Path> verifyPassphraseFile = Optional.empty();

    @Override
    public Integer call() throws Exception {
      return OneLine.run(err, this::check);
    }

    private int check() throws Exception {
      Path folder = Files.createTempDirectory("coffer-verify-");
      try (SecretBytes passphrase = GivenSecret.BACKUP.read(surroundings, verifyPassphraseFile)) {
        Path database = folder.resolve(BackupSource.DATABASE);
        // Of the files, only the store is written out: what is secret in it is sealed or wrapped.
        Manifest manifest =
            new BackupReader(surroundings.random())
                .read(
                    backup,
                    passphrase,
                    (name, content) -> {
                      if (name.equals(BackupSource.DATABASE)) {
                        Files.copy(content, database);
                      }
                    });
        if (!Files.exists(database)) {
          throw new ConfigException(backup + " holds no store");
        }
        int schema = SqlFiles.check(database);
        out.println(
            backup
                + ": whole; "
                + manifest.keys()
                + " keys, made "
                + manifest.created()
                + " by "
                + manifest.build()
                + ", schema version "
                + schema);
        BackupText.lines(manifest).forEach(out::println);
        return 0;
      } finally {
        WorkFolder.remove(folder);
      }
    }
  }
}
