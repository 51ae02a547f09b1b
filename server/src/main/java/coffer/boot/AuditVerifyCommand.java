package coffer.boot;

import coffer.audit.ArchivedHeads;
import coffer.audit.AuditBeginning;
import coffer.audit.AuditVerdict;
import coffer.audit.AuditVerifier;
import coffer.audit.HeadStore;
import coffer.cli.Surroundings;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Reads a whole trail and every signed head; the server may be running.
@Command(
    name = "verify",
    description = {
      "Verify the audit trail of a data directory, of an archive, or of both as one, against the heads",
      "that HSMs signed. Finds records that were changed, reordered or removed, and a recomputed chain."
    })
final class AuditVerifyCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int RETRIES_MAX = 5;
  private static final long RETRY_MILLIS = 200;

  private final Surroundings surroundings;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory; ./data by default, unless --archive stands alone.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      description = {
        "What `audit archive` moved away. Alone, its signers are those that it names itself:",
        "give --data too for proof."
      })
  private Optional<Path> archive = Optional.empty();

  AuditVerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    return OneLine.run(surroundings.terminal().err(), this::verify);
  }

  private int verify() throws IOException {
    if (archive.isPresent() && data.isEmpty()) {
      Path folder = archive.get();
      ArchivedHeads heads = ArchivedHeads.read(folder);
      AuditVerifier verifier = new AuditVerifier(heads, Identities.in(folder).keys());
      return report(verifier.verify(folder, Long.MAX_VALUE), Long.MAX_VALUE);
    }
    DataDirectory directory = DataDirectory.beside(data.orElse(Path.of("data")));
    try (Store store = SqlStore.openExisting(directory.file("coffer.db"), surroundings.clock())) {
      HeadStore heads = HeadStore.in(store);
      Path own = directory.file("audit");
      long first = AuditBeginning.of(store);
      if (archive.isEmpty()) {
        AuditVerifier verifier = new AuditVerifier(heads, Identities.of(store).keys());
        return report(untorn(() -> verifier.verify(own, first)), first);
      }
      AuditVerifier verifier =
          new AuditVerifier(
              ArchivedHeads.read(archive.get()).and(heads), Identities.of(store).keys());
      return report(untorn(() -> verifier.verify(List.of(archive.get(), own), first)), 1);
    }
  }

  /// A server that is writing may be in the middle of its newest record.
  private static AuditVerdict untorn(Supplier<AuditVerdict> verify) {
    AuditVerdict verdict = verify.get();
    for (int i = 0; i < RETRIES_MAX && isTorn(verdict); i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
      verdict = verify.get();
    }
    return verdict;
  }

  private static boolean isTorn(AuditVerdict verdict) {
    return verdict instanceof AuditVerdict.Broken broken
        && broken.problem() == AuditVerdict.Problem.TORN_END;
  }

  private int report(AuditVerdict verdict, long first) {
    return switch (verdict) {
      case AuditVerdict.Sound sound -> {
        surroundings
            .terminal()
            .out()
            .println(
                sound.records()
                    + " records are sound; "
                    + sound.newestSigned()
                    + " is the newest that an HSM signed, "
                    + sound.unsignedTail()
                    + " stand behind it");
        if (first > 1 && sound.records() > 0) {
          surroundings
              .terminal()
              .out()
              .println(
                  "They begin at "
                      + sound.first()
                      + ": earlier ones were archived, or accepted as damaged");
        }
        yield 0;
      }
      case AuditVerdict.Broken broken -> {
        surroundings
            .terminal()
            .err()
            .println("coffer: record " + broken.sequence() + ": " + broken.problem().meaning());
        yield FAILED;
      }
    };
  }
}
