package coffer.clusters;

import coffer.model.SecretBytes;
import java.util.Optional;

/// Seals the passwords of HSMs that the service must keep. A sealed one opens only in its own
/// context.
public interface PinVault {
  /// Keeps nothing.
  PinVault NONE =
      new PinVault() {
        @Override
        public byte[] seal(String context, SecretBytes pin) {
          throw new IllegalStateException("this vault keeps nothing");
        }

        @Override
        public Optional<SecretBytes> open(String context, byte[] sealed) {
          return Optional.empty();
        }
      };

  byte[] seal(String context, SecretBytes pin);

  Optional<SecretBytes> open(String context, byte[] sealed);
}
