package coffer.seal;

import coffer.model.SecretBytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/// The server's passphrase guards a random master key: Argon2id makes a key of the passphrase,
/// which seals the master key. The envelope is stored; changing the passphrase rewrites only it.
///
/// Envelope: version (1), memory in KiB (4), iterations (4), salt (16), sealed master key.
public final class Passphrase {
  private static final byte VERSION = 1;
  private static final int MEMORY_KIB_MAX = 128 * 1024;
  private static final long WORK_KIB_MAX = 384 * 1024;
  private static final String CONTEXT = "coffer/master-key/1";

  private final SecureRandom random;

  public Passphrase(SecureRandom random) {
    this.random = random;
  }

  /// A new master key, enveloped.
  public byte[] createEnvelope(SecretBytes passphrase) {
    byte[] master = new byte[Argon2.KEY_BYTES];
    random.nextBytes(master);
    try (SecretBytes secret = SecretBytes.owning(master)) {
      return envelope(CONTEXT, Cost.DEFAULT, passphrase, secret);
    }
  }

  /// The sealer behind an envelope; empty when the passphrase is not the one that made it.
  public Optional<Sealer> open(byte[] envelope, SecretBytes passphrase) {
    return openKey(CONTEXT, envelope, passphrase)
        .map(master -> {
          try (master) {
            return master.use(bytes -> new Sealer(bytes, random));
          }
        });
  }

  /// The same master key under another passphrase; empty when the old one is wrong.
  public Optional<byte[]> change(byte[] envelope, SecretBytes old, SecretBytes replacement) {
    return openKey(CONTEXT, envelope, old)
        .map(master -> {
          try (master) {
            return envelope(CONTEXT, Cost.DEFAULT, replacement, master);
          }
        });
  }

  /// What a guess costs.
  record Cost(int memoryKib, int iterations) {
    /// Paid at each start.
    static final Cost DEFAULT = new Cost(19 * 1024, 2);

    /// For what leaves the machine and is opened rarely.
    static final Cost ARCHIVE = new Cost(64 * 1024, 3);

    /// An envelope may come from anywhere: it must not make its reader work for minutes.
    boolean isBounded() {
      return memoryKib >= 8
          && memoryKib <= MEMORY_KIB_MAX
          && iterations >= 1
          && (long) memoryKib * iterations <= WORK_KIB_MAX;
    }
  }

  /// @param context says what the key is for: an envelope opens for nothing else
  byte[] envelope(String context, Cost cost, SecretBytes passphrase, SecretBytes key) {
    byte[] salt = new byte[Argon2.SALT_BYTES];
    random.nextBytes(salt);
    byte[] sealed = derived(passphrase, cost, salt).seal(context, key);
    return ByteBuffer.allocate(1 + 4 + 4 + Argon2.SALT_BYTES + sealed.length)
        .put(VERSION)
        .putInt(cost.memoryKib)
        .putInt(cost.iterations)
        .put(salt)
        .put(sealed)
        .array();
  }

  Optional<SecretBytes> openKey(String context, byte[] envelope, SecretBytes passphrase) {
    try {
      ByteBuffer in = ByteBuffer.wrap(envelope);
      byte version = in.get();
      Cost cost = new Cost(in.getInt(), in.getInt());
      byte[] salt = new byte[Argon2.SALT_BYTES];
      in.get(salt);
      byte[] sealed = new byte[in.remaining()];
      in.get(sealed);
      if (version != VERSION || !cost.isBounded()) {
        return Optional.empty();
      }
      return derived(passphrase, cost, salt).open(context, sealed);
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private Sealer derived(SecretBytes passphrase, Cost cost, byte[] salt) {
    byte[] key = Argon2.derive(passphrase, cost, salt);
    try {
      return new Sealer(key, random);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
