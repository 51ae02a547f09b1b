package coffer.hsm.software;

import coffer.hsm.Incoming;
import coffer.hsm.envelope.HybridEnvelope;
import coffer.hsm.envelope.MaterialBytes;
import coffer.hsm.envelope.RsaPadding;
import coffer.model.KeySpec;
import coffer.model.SecretBytes;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Optional;

/// Opens what customers wrapped. Paddings are removed by code of ours and not by the provider's,
/// which says by exceptions, and so by time, what is bad.
final class MaterialImport {
  private static final byte[] NONE = {};

  private final Engines engines;

  MaterialImport(Engines engines) {
    this.engines = engines;
  }

  /// Empty when it does not open, whatever is wrong with it.
  Optional<MaterialForge.Forged> open(
      RSAPrivateCrtKey wrappingKey, Incoming incoming, KeySpec spec) {
    return spec.isAsymmetric()
        ? privateKey(wrappingKey, incoming, spec)
        : secret(wrappingKey, incoming, spec);
  }

  private Optional<MaterialForge.Forged> secret(
      RSAPrivateCrtKey wrappingKey, Incoming incoming, KeySpec spec) {
    return engines
        .rsa()
        .decryptRaw(wrappingKey, incoming.encrypted())
        .flatMap(block -> RsaPadding.remove(incoming.algorithm(), block, MaterialBytes.of(spec)))
        .map(MaterialImport::plain);
  }

  private static MaterialForge.Forged plain(SecretBytes secret) {
    try (secret) {
      return new MaterialForge.Forged(secret.use(byte[]::clone), NONE);
    }
  }

  private Optional<MaterialForge.Forged> privateKey(
      RSAPrivateCrtKey wrappingKey, Incoming incoming, KeySpec spec) {
    int modulusBytes = (wrappingKey.getModulus().bitLength() + 7) / 8;
    return HybridEnvelope.split(incoming.encrypted(), modulusBytes)
        .flatMap(envelope ->
            engines
                .rsa()
                .decryptRaw(wrappingKey, envelope.wrappedKey())
                .flatMap(block -> opened(envelope, incoming, block, spec)));
  }

  private static Optional<MaterialForge.Forged> opened(
      HybridEnvelope envelope, Incoming incoming, byte[] block, KeySpec spec) {
    Optional<SecretBytes> key =
        RsaPadding.remove(incoming.algorithm(), block, HybridEnvelope.KEY_BYTES);
    try {
      return envelope
          .open(key, spec)
          .map(material -> new MaterialForge.Forged(material.pkcs8(), material.publicKey()));
    } finally {
      key.ifPresent(SecretBytes::close);
    }
  }
}
