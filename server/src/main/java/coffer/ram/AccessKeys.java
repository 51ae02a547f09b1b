package coffer.ram;

import coffer.access.Principal;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
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

  /// The key of temporary credentials, which come with a token. Throws `KmsException` for a token
  /// that is none, is another's, or is over. Never blocks.
  default SigningKey findTemporary(String accessKeyId, String securityToken) {
    throw new KmsException(ErrorCode.SECURITY_TOKEN_MALFORMED);
  }

  /// That a call was proven to be the principal's. Never blocks.
  default void noteUse(Principal principal) {}
}
