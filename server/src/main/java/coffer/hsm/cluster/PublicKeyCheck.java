package coffer.hsm.cluster;

import coffer.model.KeySpec;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import javax.crypto.Cipher;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// The public half of a new key, used in software.
///
/// @param spki X.509 SubjectPublicKeyInfo (DER)
record PublicKeyCheck(KeySpec spec, byte[] spki) {
  static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform lacks SHA-256", e);
    }
  }

  /// False also when the public key or the signature cannot be read.
  boolean verifies(byte[] message, byte[] signature) {
    try {
      String name = spec.family() == KeySpec.Family.RSA ? "SHA256withRSA" : "SHA256withECDSA";
      Optional<Provider> provider = provider();
      Signature verifier =
          provider.isPresent()
              ? Signature.getInstance(name, provider.get())
              : Signature.getInstance(name);
      verifier.initVerify(publicKey());
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// RSAES-OAEP with SHA-1, the one form that every module opens. Empty when the public key cannot
  /// be read: that opens nowhere.
  byte[] encrypt(byte[] message) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
      cipher.init(Cipher.ENCRYPT_MODE, publicKey());
      return cipher.doFinal(message);
    } catch (GeneralSecurityException e) {
      return new byte[0];
    }
  }

  private PublicKey publicKey() throws GeneralSecurityException {
    String name = spec.family() == KeySpec.Family.RSA ? "RSA" : "EC";
    Optional<Provider> provider = provider();
    KeyFactory factory =
        provider.isPresent()
            ? KeyFactory.getInstance(name, provider.get())
            : KeyFactory.getInstance(name);
    return factory.generatePublic(new X509EncodedKeySpec(spki));
  }

  /// The JDK has no secp256k1.
  private Optional<Provider> provider() {
    return spec == KeySpec.EC_P256K ? Optional.of(new BouncyCastleProvider()) : Optional.empty();
  }
}
