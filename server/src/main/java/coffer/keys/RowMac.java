package coffer.keys;

import coffer.hsm.Hsm;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyTraits;
import coffer.model.KeyUsage;
import coffer.model.KeyVersion;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.Origin;
import coffer.model.WrappedKey;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Binds wrapped material to its key, so that rows of the store cannot be swapped: AES Key Wrap has
/// no associated data. The MAC is made inside an HSM, by the integrity key of the same version as
/// the KEK that wraps, over `coffer-row/1`, then key id, version id, spec, usage, second usage,
/// origin, KEK version, wrap format, wrapped material and public key, each with its length before
/// it.
final class RowMac {
  private static final Logger LOG = LoggerFactory.getLogger(RowMac.class);
  private static final String DOMAIN = "coffer-row/1";

  private RowMac() {}

  /// What of a key must not be swapped.
  record Binding(
      KeyId key, KeySpec spec, KeyUsage usage, Optional<KeyUsage> secondary, Origin origin) {
    static Binding of(KeyTraits key) {
      return new Binding(key.id(), key.spec(), key.usage(), key.secondaryUsage(), key.origin());
    }
  }

  static byte[] compute(Hsm hsm, Binding binding, KeyVersionId version, WrappedKey material) {
    return hsm.integrity(material.kekVersion(), encode(binding, version, material));
  }

  static boolean matches(
      Hsm hsm, Binding binding, KeyVersionId version, WrappedKey material, byte[] mac) {
    try {
      return MessageDigest.isEqual(compute(hsm, binding, version, material), mac);
    } catch (HsmException e) {
      if (e.failure() == HsmFailure.UNSUPPORTED) {
        // No integrity key was ever of that version.
        return false;
      }
      throw e;
    }
  }

  /// A version's material, after its row was found to be as it was written.
  static WrappedKey authentic(Hsm hsm, Key key, KeyVersion version) {
    return matching(hsm, key, version)
        .orElseThrow(() -> {
          LOG.error("row MAC of key {} version {} does not match", key.id(), version.id());
          return new KmsException(ErrorCode.INTERNAL_FAILURE);
        });
  }

  /// The same; empty when the row is not as an HSM of these wrote it.
  static Optional<WrappedKey> matching(Hsm hsm, Key key, KeyVersion version) {
    WrappedKey wrapped =
        version.material().orElseThrow(() -> new KmsException(ErrorCode.PENDING_IMPORT));
    Binding binding = Binding.of(key.traits());
    return Optional.of(wrapped)
        .filter(found -> matches(hsm, binding, version.id(), found, version.rowMac()));
  }

  private static byte[] encode(Binding binding, KeyVersionId version, WrappedKey material) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + material.wrapped().length);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      text(out, DOMAIN);
      text(out, binding.key().value());
      text(out, version.toString());
      text(out, binding.spec().wireName());
      text(out, binding.usage().wireName());
      text(out, binding.secondary().map(KeyUsage::wireName).orElse(""));
      text(out, binding.origin().wireName());
      out.writeInt(material.kekVersion());
      text(out, material.format().wireName());
      part(out, material.wrapped());
      part(out, material.publicKey());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    part(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void part(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
