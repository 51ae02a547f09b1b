package coffer.boot;

import coffer.audit.AuditAcceptance;
import coffer.audit.AuditArchive;
import coffer.audit.AuditBeginning;
import coffer.audit.AuditVerdict;
import coffer.audit.AuditVerifier;
import coffer.audit.HeadStore;
import coffer.cli.Surroundings;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `coffer audit`: what concerns the audit trail on disk.
@Command(name = "audit", description = "Verify and archive the audit trail.")
final class AuditCommand {
  private static final int FAILED = 1;
  private static final int REASON_CHARS_MAX = 300;
  private static final String FOLDER = "audit";

  private final Surroundings surroundings;
  private final PrintStream out;
  private final PrintStream err;

  AuditCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.out = surroundings.terminal().out();
    this.err = surroundings.terminal().err();
  }

  /// `coffer audit verify`
  Object verify() {
    return new AuditVerifyCommand(surroundings);
  }

  /// `coffer audit archive`
  Object archive() {
    return new Archive();
  }

  /// `coffer audit accept`
  Object accept() {
    return new Accept();
  }

  private Store store(DataDirectory directory) {
    return SqlStore.openExisting(directory.file("coffer.db"), surroundings.clock());
  }

  /// Moves what is old; the server may be running.
  @Command(
      name = "archive",
      description = {
        "Move audit segments whose records are all older than a date, with the signed heads that prove",
        "them, into a folder; the server may be running. The two newest segments always stay."
      })
  final class Archive implements Callable<Integer> {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Data directory; ./data by default.")
    private Path data = Path.of("data");

    @Option(
        names = "--before",
        required = true,
        paramLabel = "DATE",
        description = "A day (2026-01-31, in UTC) or an instant (2026-01-31T12:00:00Z).")
    private String before = "";

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "The archive: a folder of its own, which later runs add to.")
    private Path archive = Path.of("");

    @Override
    public Integer call() throws Exception {
      return OneLine.run(err, this::move);
    }

    private int move() throws IOException {
      Instant date = date();
      DataDirectory directory = DataDirectory.beside(data);
      try (Store store = store(directory)) {
        Optional<AuditArchive.Moved> moved =
            AuditUpkeep.archive(store, directory.file(FOLDER), archive, date, surroundings.clock());
        out.println(
            moved
                .map(m ->
                    "Records "
                        + m.first()
                        + " to "
                        + m.last()
                        + " are in "
                        + archive
                        + " now ("
                        + m.segments()
                        + " segments)")
                .orElse("Nothing is older than " + before + " and sealed"));
        return 0;
      }
    }

    private Instant date() {
      try {
        return before.contains("T")
            ? Instant.parse(before)
            : LocalDate.parse(before).atStartOfDay(ZoneOffset.UTC).toInstant();
      } catch (DateTimeParseException e) {
        throw new ConfigException("--before is no date such as 2026-01-31", e);
      }
    }
  }

  /// Never by itself: somebody says so, and why, and both are in the trail.
  @Command(
      name = "accept",
      description = {
        "Go on behind an audit trail that is damaged, after you looked into it; the server must be",
        "stopped. The old segments are kept aside; a new chain begins with a record of the break."
      })
  final class Accept implements Callable<Integer> {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Data directory; ./data by default.")
    private Path data = Path.of("data");

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "What happened and who decided; it stands in the trail for ever.")
    private String reason = "";

    @Override
    public Integer call() throws Exception {
      return OneLine.run(err, this::accept);
    }

    private int accept() throws IOException {
      if (reason.isBlank() || reason.length() > REASON_CHARS_MAX) {
        throw new ConfigException("--reason must have 1 to " + REASON_CHARS_MAX + " characters");
      }
      try (DataDirectory directory = DataDirectory.alone(data);
          Store store = store(directory)) {
        AuditVerdict verdict =
            new AuditVerifier(HeadStore.in(store), Identities.of(store).keys())
                .verify(directory.file(FOLDER), AuditBeginning.of(store));
        if (!(verdict instanceof AuditVerdict.Broken broken)) {
          err.println("coffer: the trail is sound; there is nothing to accept");
          return FAILED;
        }
        if (broken.problem() == AuditVerdict.Problem.TORN_END) {
          err.println("coffer: the next start mends the end of the trail by itself");
          return FAILED;
        }
        AuditAcceptance.Accepted accepted =
            AuditAcceptance.accept(
                directory.file(FOLDER),
                store,
                OperatorNotes.event(
                    surroundings.clock(),
                    "local:AcceptAuditBreak",
                    "audit/" + broken.sequence(),
                    broken.problem() + ": " + reason));
        out.println(
            "A new chain begins at record "
                + accepted.first()
                + "; the damaged segments are in "
                + accepted.evidence());
        return 0;
      }
    }
  }
}
