package coffer.hsm.software;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.envelope.HybridEnvelope;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.PaddingMode;
import coffer.model.WrappingAlgorithm;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// Wraps material for an import elsewhere, as a customer would.
final class MaterialExport {
  private static final int WRAPPING_BITS = 2048;
  private static final byte[] NONE = {};

  private final Engines engines;

  MaterialExport(Engines engines) {
    this.engines = engines;
  }

  /// @param plain stays the caller's
  byte[] wrap(byte[] plain, KeySpec spec, WrappingAlgorithm algorithm, byte[] wrappingKey) {
    if (!algorithm.suits(spec)) {
      throw new HsmException(HsmFailure.CALLER, "material of this spec is not wrapped so");
    }
    RSAPublicKey to =
        engines
            .rsa()
            .publicKey(wrappingKey, WRAPPING_BITS)
            .orElseThrow(
                () -> new HsmException(HsmFailure.CALLER, "the wrapping key is not RSA-2048"));
    return switch (algorithm) {
      case RSAES_OAEP_SHA_1 ->
          engines.rsa().encrypt(to, EncryptionAlgorithm.RSAES_OAEP_SHA_1, plain);
      case RSAES_OAEP_SHA_256 ->
          engines.rsa().encrypt(to, EncryptionAlgorithm.RSAES_OAEP_SHA_256, plain);
      case RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD -> hybrid(plain, to);
      case RSAES_PKCS1_V1_5, SM2PKE, SM2PKE_SM4_ECB ->
          throw new HsmException(HsmFailure.UNSUPPORTED, "nothing is wrapped so any more");
    };
  }

  private byte[] hybrid(byte[] plain, RSAPublicKey to) {
    byte[] once = engines.randomBytes(HybridEnvelope.KEY_BYTES.max());
    try {
      byte[] wrapped = engines.rsa().encrypt(to, EncryptionAlgorithm.RSAES_OAEP_SHA_256, once);
      byte[] sealed = sealed(new SecretKeySpec(once, "AES"), plain);
      byte[] both = Arrays.copyOf(wrapped, wrapped.length + sealed.length);
      System.arraycopy(sealed, 0, both, wrapped.length, sealed.length);
      return both;
    } finally {
      Arrays.fill(once, (byte) 0);
    }
  }

  private byte[] sealed(SecretKey key, byte[] plain) {
    CipherParameters how =
        new CipherParameters(EncryptionAlgorithm.AES_ECB, PaddingMode.PKCS7_PADDING, NONE, NONE);
    return engines.aes().encrypt(key, how, plain).ciphertext();
  }
}
