package coffer.keys;

import coffer.hsm.CipherParameters;
import coffer.hsm.Hsm;
import coffer.hsm.HsmKey;
import coffer.hsm.Material;
import coffer.model.EncryptionAlgorithm;
import coffer.model.Key;
import coffer.model.KeyVersionId;
import coffer.model.PaddingMode;
import coffer.model.SecretBytes;
import coffer.model.WrappedKey;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Tells material from other material, without telling what it is: a MAC by the cluster's integrity
/// key over the key's id, its spec, and what only this material makes of a constant. AES keys
/// encrypt two blocks, HMAC keys make a MAC, private keys have their public half.
final class Fingerprint {
  private static final String DOMAIN = "coffer-import-fingerprint/1";

  /// Two blocks of AES: as many bits as the longest key.
  private static final byte[] CONSTANT =
      "coffer imported key fingerprint.".getBytes(StandardCharsets.US_ASCII);

  private Fingerprint() {}

  /// Uses the material in the HSM; so nothing is kept that could not be used.
  static byte[] of(Hsm hsm, Key key, WrappedKey wrapped) {
    byte[] trace = trace(hsm, key, new KeyVersionId(RandomIds.uuid(hsm)), wrapped);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(DOMAIN);
      out.writeUTF(key.id().value());
      out.writeUTF(key.spec().wireName());
      out.write(trace);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return LastingMac.of(hsm, bytes.toByteArray());
  }

  /// What only this material makes of a constant.
  ///
  /// @param as of the moment, unless the material rests inside the HSM: under the key's own id, an
  ///   HSM may remember older material
  static byte[] trace(Hsm hsm, Key key, KeyVersionId as, WrappedKey wrapped) {
    return key.spec().isAsymmetric() ? wrapped.publicKey() : made(hsm, key, as, wrapped);
  }

  private static byte[] made(Hsm hsm, Key key, KeyVersionId as, WrappedKey wrapped) {
    HsmKey ready = hsm.unwrap(new Material(as, key.spec(), key.usages(), wrapped));
    try (SecretBytes constant = SecretBytes.copyOf(CONSTANT)) {
      return switch (key.spec().family()) {
        case AES -> hsm.encrypt(ready, ecb(), constant).ciphertext();
        case HMAC -> hsm.mac(ready, CONSTANT);
        case RSA, EC -> throw new IllegalArgumentException("private keys have a public half");
      };
    } finally {
      hsm.release(ready);
    }
  }

  private static CipherParameters ecb() {
    return new CipherParameters(
        EncryptionAlgorithm.AES_ECB, PaddingMode.NO_PADDING, new byte[0], new byte[0]);
  }
}
