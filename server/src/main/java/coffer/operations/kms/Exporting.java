package coffer.operations.kms;

import coffer.keys.ExportKey;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.model.WireName;

/// How a data key leaves for somebody else's public key.
final class Exporting {
  private Exporting() {}

  /// Kinds of public keys, by their documented names.
  public enum Spec implements WireName {
    RSA_2048,
    EC_SM2;

    @Override
    public String wireName() {
      return name();
    }
  }

  /// Ways to wrap, by their documented names.
  public enum Algorithm implements WireName {
    RSAES_OAEP_SHA_256,
    RSAES_OAEP_SHA_1,
    SM2PKE;

    @Override
    public String wireName() {
      return name();
    }
  }

  static byte[] wrap(Spec spec, Algorithm algorithm, byte[] publicKeyBlob, SecretBytes dataKey) {
    if (spec == Spec.EC_SM2) {
      throw KmsException.unsupported("WrappingKeySpec EC_SM2");
    }
    EncryptionAlgorithm rsa =
        switch (algorithm) {
          case RSAES_OAEP_SHA_256 -> EncryptionAlgorithm.RSAES_OAEP_SHA_256;
          case RSAES_OAEP_SHA_1 -> EncryptionAlgorithm.RSAES_OAEP_SHA_1;
          case SM2PKE -> throw KmsException.invalid("WrappingAlgorithm", "it takes a key of SM2");
        };
    return ExportKey.parse(publicKeyBlob).wrap(rsa, dataKey);
  }
}
