package coffer.boot;

import coffer.audit.AuditVerdict;
import coffer.audit.AuditVerifier;
import coffer.audit.HeadStore;
import coffer.clusters.Pem;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `coffer audit`: what concerns the audit trail on disk.
@Command(name = "audit", description = "Verify the audit trail.")
final class AuditCommand {
  private static final int FAILED = 1;
  private static final int RETRIES_MAX = 5;
  private static final long RETRY_MILLIS = 200;

  private final PrintStream out;
  private final PrintStream err;

  AuditCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /// `coffer audit verify`
  Object verify() {
    return new Verify();
  }

  /// Reads the whole trail and every signed head; the server may be running.
  @Command(
      name = "verify",
      description = {
        "Verify the audit trail of a data directory against the heads that its HSMs signed.",
        "Finds records that were changed, reordered or removed, and a recomputed chain."
      })
  final class Verify implements Callable<Integer> {
    @Option(names = "--data", description = "Data directory; ./data by default.")
    private Path data = Path.of("data");

    @Override
    public Integer call() {
      Path database = data.resolve("coffer.db");
      if (!Files.exists(database)) {
        err.println("coffer: " + data + " is not a data directory");
        return FAILED;
      }
      try (Store store = SqlStore.open(database, Clock.systemUTC())) {
        Map<String, PublicKey> keys = identKeys(store);
        AuditVerifier verifier =
            new AuditVerifier(HeadStore.in(store), signer -> Optional.ofNullable(keys.get(signer)));
        return report(verify(verifier));
      }
    }

    /// A server that is writing may be in the middle of its newest record.
    private AuditVerdict verify(AuditVerifier verifier) {
      AuditVerdict verdict = verifier.verify(data.resolve("audit"), 1);
      for (int i = 0; i < RETRIES_MAX && isTorn(verdict); i++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
        verdict = verifier.verify(data.resolve("audit"), 1);
      }
      return verdict;
    }

    private static boolean isTorn(AuditVerdict verdict) {
      return verdict instanceof AuditVerdict.Broken broken
          && broken.problem() == AuditVerdict.Problem.TORN_END;
    }

    private int report(AuditVerdict verdict) {
      return switch (verdict) {
        case AuditVerdict.Sound sound -> {
          out.println(
              sound.records()
                  + " records are sound; "
                  + sound.newestSigned()
                  + " is the newest that an HSM signed, "
                  + sound.unsignedTail()
                  + " stand behind it");
          yield 0;
        }
        case AuditVerdict.Broken broken -> {
          err.println("coffer: record " + broken.sequence() + ": " + broken.problem().meaning());
          yield FAILED;
        }
      };
    }

    private static Map<String, PublicKey> identKeys(Store store) {
      Map<String, PublicKey> keys = new HashMap<>();
      store
          .read(view -> view.clusters().page(0, 1000))
          .forEach(cluster ->
              cluster
                  .members()
                  .forEach(member ->
                      member
                          .identCertificate()
                          .ifPresent(pem ->
                              keys.put(
                                  member.serial(),
                                  Pem.parseCertificate(pem, "Certificate").getPublicKey()))));
      return keys;
    }
  }
}
