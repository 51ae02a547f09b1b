package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.ObjectAttribute;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Public keys of any curve between objects of a token and X.509 SubjectPublicKeyInfo, for tools.
final class PublicKeyObjects {
  private static final int OCTET_STRING = 0x04;

  private PublicKeyObjects() {}

  /// The template that makes an object of it.
  static Attributes template(byte[] spki, String label, byte[] id, Set<ObjectAttribute> uses) {
    try {
      SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(spki);
      AlgorithmIdentifier algorithm = key.getAlgorithm();
      if (PKCSObjectIdentifiers.rsaEncryption.equals(algorithm.getAlgorithm())) {
        RSAPublicKey rsa = RSAPublicKey.getInstance(key.parsePublicKey());
        return ToolTemplates.importedPublic(Ck.CKK_RSA, label, id, uses)
            .bytes(Ck.CKA_MODULUS, PublicKeys.unsigned(rsa.getModulus()))
            .bytes(Ck.CKA_PUBLIC_EXPONENT, PublicKeys.unsigned(rsa.getPublicExponent()));
      } else if (X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm())) {
        byte[] point = new DEROctetString(key.getPublicKeyData().getBytes()).getEncoded();
        return ToolTemplates.importedPublic(Ck.CKK_EC, label, id, uses)
            .bytes(Ck.CKA_EC_PARAMS, algorithm.getParameters().toASN1Primitive().getEncoded())
            .bytes(Ck.CKA_EC_POINT, point);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new HsmException(HsmFailure.CALLER, "not an X.509 public key", e);
    }
    throw new HsmException(HsmFailure.CALLER, "neither an RSA nor an EC public key");
  }

  static byte[] read(Session session, long object) {
    Map<Long, byte[]> rsa =
        session.attributes(object, List.of(Ck.CKA_MODULUS, Ck.CKA_PUBLIC_EXPONENT));
    if (rsa.size() == 2) {
      return PublicKeys.rsa(required(rsa, Ck.CKA_MODULUS), required(rsa, Ck.CKA_PUBLIC_EXPONENT));
    }
    Map<Long, byte[]> ec = session.attributes(object, List.of(Ck.CKA_EC_PARAMS, Ck.CKA_EC_POINT));
    if (ec.size() < 2) {
      throw new HsmException(
          HsmFailure.CALLER, "the object shows no public key; name the public half of the pair");
    }
    return ec(required(ec, Ck.CKA_EC_PARAMS), required(ec, Ck.CKA_EC_POINT));
  }

  private static byte[] ec(byte[] parameters, byte[] point) {
    try {
      return new SubjectPublicKeyInfo(
              new AlgorithmIdentifier(
                  X9ObjectIdentifiers.id_ecPublicKey, ASN1Primitive.fromByteArray(parameters)),
              unwrapped(point))
          .getEncoded();
    } catch (IOException e) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the token's EC public key is invalid", e);
    }
  }

  /// Some modules leave out the OCTET STRING around the point, whose own first byte is the same. It
  /// is there when its length fits.
  private static byte[] unwrapped(byte[] point) throws IOException {
    if (point.length > 2 && point[0] == OCTET_STRING) {
      try {
        return DEROctetString.getInstance(point).getOctets();
      } catch (IllegalArgumentException e) {
        return point;
      }
    }
    return point;
  }

  private static byte[] required(Map<Long, byte[]> values, long type) {
    byte[] value = values.get(type);
    if (value == null || value.length == 0) {
      throw new HsmException(HsmFailure.CALLER, "the object shows no public key");
    }
    return value;
  }
}
