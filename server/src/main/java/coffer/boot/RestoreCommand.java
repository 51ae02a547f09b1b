package coffer.boot;

import coffer.audit.AuditBeginning;
import coffer.backup.BackupReader;
import coffer.backup.BackupWriter;
import coffer.backup.Manifest;
import coffer.cli.Surroundings;
import coffer.model.Remnant;
import coffer.model.SecretBytes;
import coffer.store.Store;
import coffer.store.sql.SqlFiles;
import coffer.store.sql.SqlStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `coffer restore`: makes a data directory of a backup.
@Command(
    name = "restore",
    description = {
      "Make a data directory of a backup. It appears whole or not at all.",
      "Keys that were destroyed after the backup are back with it; destroy them again."
    })
final class RestoreCommand implements Callable<Integer> {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final int PAGE = 1_000;

  private final Surroundings surroundings;
  private final PrintStream out;

  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path backup = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The data directory to make; must be empty or not there.")
  private Path data = Path.of("");

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "Holds the backup's passphrase; otherwise COFFER_BACKUP_PASSPHRASE or a prompt.")
  private Optional<Path> passphraseFile = Optional.empty();

  RestoreCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.out = surroundings.terminal().out();
  }

  @Override
  public Integer call() throws Exception {
    return OneLine.run(surroundings.terminal().err(), this::restore);
  }

  private int restore() throws IOException {
    Path target = data.toAbsolutePath().normalize();
    requireEmpty(target);
    Files.createDirectories(target.getParent());
    Path work = target.resolveSibling(target.getFileName() + ".restoring");
    try (SecretBytes passphrase = GivenSecret.BACKUP.read(surroundings, passphraseFile);
        WorkFolder folder = WorkFolder.open(work)) {
      Path fresh = Files.createDirectory(folder.path().resolve("data"), PRIVATE_FOLDER);
      Manifest manifest =
          new BackupReader(surroundings.random())
              .read(backup, passphrase, (name, content) -> write(fresh.resolve(name), content));
      settle(fresh, manifest);
      forceFolders(fresh);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      BackupWriter.forceName(target);
      out.println(target + ": " + manifest.keys() + " keys as of " + manifest.created());
      BackupText.lines(manifest).forEach(out::println);
      out.println("Keys that were destroyed after that are back: destroy them again.");
      out.println("Start it with the configuration and the passphrase that the server had then.");
      return 0;
    } finally {
      Files.deleteIfExists(work.resolveSibling(work.getFileName() + ".lock"));
    }
  }

  private static void requireEmpty(Path target) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    try (Stream<Path> found = Files.list(target)) {
      if (found.findAny().isPresent()) {
        throw new ConfigException(target + " is not empty; a restore never replaces anything");
      }
    }
  }

  /// The store says from now on what it is: restored, and where its audit trail begins.
  private void settle(Path fresh, Manifest manifest) throws IOException {
    Path database = fresh.resolve(BackupSource.DATABASE);
    if (!Files.exists(database)) {
      throw new ConfigException(backup + " holds no store");
    }
    SqlFiles.check(database);
    try (Store store = SqlStore.open(database, surroundings.clock())) {
      if (!manifest.wholeAudit()) {
        AuditBeginning.moveTo(store, fresh.resolve(BackupSource.AUDIT));
      }
      forgetUnborn(store);
      OperatorNotes.add(
          store,
          surroundings.clock(),
          "local:Restore",
          "backup/" + manifest.id(),
          "made " + manifest.created());
    }
  }

  /// What was being made when the backup was, may have come to be since: then HSMs keep it.
  private static void forgetUnborn(Store store) {
    store.inTransaction(transaction -> {
      List<Remnant> unborn = new ArrayList<>();
      for (int offset = 0, seen = PAGE; seen == PAGE; offset += seen) {
        List<Remnant> page = transaction.remnants().page(offset, PAGE);
        page.stream().filter(r -> r.cause() == Remnant.Cause.MAKING).forEach(unborn::add);
        seen = page.size();
      }
      unborn.forEach(remnant -> transaction.remnants().delete(remnant.version()));
      return true;
    });
  }

  private static void write(Path file, InputStream content) throws IOException {
    Files.createDirectories(file.getParent(), PRIVATE_FOLDER);
    try (FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PRIVATE)) {
      content.transferTo(Channels.newOutputStream(channel));
      channel.force(true);
    }
  }

  private static void forceFolders(Path root) throws IOException {
    try (Stream<Path> found = Files.walk(root)) {
      List<Path> folders =
          found.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
      for (Path folder : folders) {
        BackupWriter.forceNames(folder);
      }
    }
  }
}
