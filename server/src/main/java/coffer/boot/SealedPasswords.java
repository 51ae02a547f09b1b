package coffer.boot;

import coffer.clusters.PinVault;
import coffer.model.SecretBytes;
import coffer.operations.PasswordVault;
import coffer.seal.Sealer;
import java.util.Optional;

/// Passwords sealed under the server's passphrase.
record SealedPasswords(Sealer sealer) implements PasswordVault, PinVault {
  @Override
  public byte[] seal(String context, SecretBytes password) {
    return sealer.seal(context, password);
  }

  @Override
  public Optional<SecretBytes> open(String context, byte[] sealed) {
    return sealer.open(context, sealed);
  }
}
