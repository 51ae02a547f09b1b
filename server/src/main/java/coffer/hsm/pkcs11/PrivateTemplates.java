package coffer.hsm.pkcs11;

import coffer.hsm.envelope.EcMaterial;
import coffer.hsm.envelope.PrivateMaterial;
import coffer.hsm.envelope.RsaMaterial;
import coffer.model.KeySpec;
import java.math.BigInteger;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Private keys as objects with a value.
final class PrivateTemplates {
  private PrivateTemplates() {}

  static long create(Session session, Traits traits, KeySpec spec, PrivateMaterial material) {
    List<byte[]> secrets = new ArrayList<>();
    try {
      return session.create(
          KeyTemplates.imported(spec)
              .and(value(material, secrets))
              .and(traits.privateKey(spec, material.publicKey())));
    } finally {
      secrets.forEach(secret -> Arrays.fill(secret, (byte) 0));
    }
  }

  private static Attributes value(PrivateMaterial material, List<byte[]> secrets) {
    return switch (material) {
      case RsaMaterial(RSAPrivateCrtKey key) ->
          Attributes.NONE
              .bytes(Ck.CKA_MODULUS, PublicKeys.unsigned(key.getModulus()))
              .bytes(Ck.CKA_PUBLIC_EXPONENT, PublicKeys.unsigned(key.getPublicExponent()))
              .bytes(Ck.CKA_PRIVATE_EXPONENT, secret(key.getPrivateExponent(), secrets))
              .bytes(Ck.CKA_PRIME_1, secret(key.getPrimeP(), secrets))
              .bytes(Ck.CKA_PRIME_2, secret(key.getPrimeQ(), secrets))
              .bytes(Ck.CKA_EXPONENT_1, secret(key.getPrimeExponentP(), secrets))
              .bytes(Ck.CKA_EXPONENT_2, secret(key.getPrimeExponentQ(), secrets))
              .bytes(Ck.CKA_COEFFICIENT, secret(key.getCrtCoefficient(), secrets));
      case EcMaterial ec -> {
        byte[] scalar = ec.value();
        secrets.add(scalar);
        yield Attributes.NONE
            .bytes(Ck.CKA_EC_PARAMS, PublicKeys.curve(ec.spec()))
            .bytes(Ck.CKA_VALUE, scalar);
      }
    };
  }

  private static byte[] secret(BigInteger number, List<byte[]> secrets) {
    byte[] bytes = PublicKeys.unsigned(number);
    secrets.add(bytes);
    return bytes;
  }
}
