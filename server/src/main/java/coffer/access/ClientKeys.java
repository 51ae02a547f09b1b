package coffer.access;

import java.security.PublicKey;
import java.time.Instant;
import java.util.Optional;

/// Finds the client keys that Instance API calls are signed with.
public interface ClientKeys {
  /// A client key that is valid now.
  record Valid(Principal.Application principal, PublicKey publicKey) {}

  /// Empty for an id that is unknown, deleted, expired, not yet valid, or not an id. Never blocks;
  /// a deleted key is gone from here before its deletion is answered.
  Optional<Valid> find(String clientKeyId, Instant now);
}
