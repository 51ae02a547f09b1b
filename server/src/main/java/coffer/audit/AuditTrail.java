package coffer.audit;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// What can be asked about records that are written.
public record AuditTrail(AuditSearch search, AuditProofs proofs) {
  /// @param certificates PEM of a signer's identity certificate, if it is known
  public static AuditTrail in(
      Path directory, HeadStore heads, Function<String, Optional<String>> certificates) {
    return new AuditTrail(
        new AuditSearch(directory), new AuditProofs(directory, heads, certificates));
  }
}
