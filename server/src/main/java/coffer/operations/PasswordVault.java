package coffer.operations;

import coffer.model.SecretBytes;
import java.util.Optional;

/// Seals the passwords that the service must keep. A sealed one opens only in its own context.
public interface PasswordVault {
  byte[] seal(String context, SecretBytes password);

  Optional<SecretBytes> open(String context, byte[] sealed);
}
