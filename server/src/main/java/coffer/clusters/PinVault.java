package coffer.clusters;

import coffer.model.SecretBytes;
import java.util.Optional;

/// Seals the passwords of HSMs that the service must keep. A sealed one opens only in its own
/// context.
public interface PinVault {
  byte[] seal(String context, SecretBytes pin);

  Optional<SecretBytes> open(String context, byte[] sealed);
}
