package coffer.ram;

import coffer.access.Principal;
import coffer.model.SecretBytes;
import java.util.Optional;

/// Finds the secrets that OpenAPI signatures are made with.
public interface AccessKeys {
  /// An access key as a verifier needs it.
  ///
  /// @param secret the owner of this object lends it; do not close it
  /// @param active false for a disabled key, which must be refused after its signature was verified
  record SigningKey(Principal principal, SecretBytes secret, boolean active) {}

  /// Empty for an unknown id. Never blocks.
  Optional<SigningKey> find(String accessKeyId);

  /// That a call was proven to be the principal's. Never blocks.
  default void noteUse(Principal principal) {}
}
