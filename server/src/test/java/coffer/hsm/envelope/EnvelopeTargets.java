package coffer.hsm.envelope;

import coffer.fuzz.FuzzTarget;
import coffer.model.KeySpec;
import coffer.model.SecretBytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What comes out of an envelope that somebody else made.
public final class EnvelopeTargets {
  private static final MaterialBytes AES_256 = new MaterialBytes(32, 32);

  private EnvelopeTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of(
                "oaep",
                Oaep.class,
                input -> new Oaep("SHA-256").decode(input).ifPresent(SecretBytes::close))
            .from(new byte[256], new byte[66], new byte[65]),
        FuzzTarget.of(
                "pkcs1",
                Pkcs1.class,
                input -> Pkcs1.decode(input, AES_256).ifPresent(SecretBytes::close))
            .from(block(), new byte[256], new byte[11], new byte[10]),
        FuzzTarget.of("hybrid-envelope", HybridEnvelope.class, EnvelopeTargets::envelope)
            .from(new byte[272], new byte[256 + 1216], new byte[256]),
        FuzzTarget.of(
                "pkcs8-ec", EcMaterial.class, input -> EcMaterial.read(KeySpec.EC_P256, input))
            .from(new EcMaterial(KeySpec.EC_P256, BigInteger.TEN).pkcs8())
            .from(new EcMaterial(KeySpec.EC_P256K, BigInteger.TWO).pkcs8()),
        FuzzTarget.of(
                "pkcs8-rsa", RsaMaterial.class, input -> RsaMaterial.read(KeySpec.RSA_2048, input))
            .from(rsa()));
  }

  private static void envelope(byte[] input) {
    HybridEnvelope.split(input, 256)
        .ifPresent(envelope -> {
          try (SecretBytes key = SecretBytes.owning(new byte[32])) {
            envelope.open(Optional.of(key), KeySpec.EC_P256);
            envelope.open(Optional.empty(), KeySpec.RSA_2048);
          }
        });
  }

  private static byte[] block() {
    byte[] block = new byte[256];
    Arrays.fill(block, (byte) 7);
    block[0] = 0;
    block[1] = 2;
    block[223] = 0;
    return block;
  }

  private static byte[] rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair().getPrivate().getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
