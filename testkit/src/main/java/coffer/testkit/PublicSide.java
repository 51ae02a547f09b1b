package coffer.testkit;

import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.SigningAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// What others do with a public key: the JDK, and Bouncy Castle for the curve the JDK gave up.
final class PublicSide {
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private PublicSide() {}

  static byte[] encrypt(EncryptionAlgorithm algorithm, byte[] publicKey, byte[] plaintext) {
    MGF1ParameterSpec hash =
        algorithm == EncryptionAlgorithm.RSAES_OAEP_SHA_1
            ? MGF1ParameterSpec.SHA1
            : MGF1ParameterSpec.SHA256;
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey)),
          new OAEPParameterSpec(
              hash.getDigestAlgorithm(), "MGF1", hash, PSource.PSpecified.DEFAULT));
      return cipher.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean verifies(
      KeySpec spec,
      SigningAlgorithm algorithm,
      byte[] publicKey,
      byte[] message,
      byte[] signature) {
    try {
      Signature verifier =
          switch (algorithm) {
            case RSA_PSS_SHA_256 -> pss();
            case RSA_PKCS1_SHA_256 -> Signature.getInstance("SHA256withRSA");
            case ECDSA_SHA_256 ->
                spec == KeySpec.EC_P256K
                    ? Signature.getInstance("SHA256withECDSA", BOUNCY_CASTLE)
                    : Signature.getInstance("SHA256withECDSA");
          };
      verifier.initVerify(publicKey(spec, publicKey));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Signature pss() throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("RSASSA-PSS");
    verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    return verifier;
  }

  private static PublicKey publicKey(KeySpec spec, byte[] encoded) throws GeneralSecurityException {
    KeyFactory factory =
        switch (spec.family()) {
          case RSA -> KeyFactory.getInstance("RSA");
          case EC ->
              spec == KeySpec.EC_P256K
                  ? KeyFactory.getInstance("EC", BOUNCY_CASTLE)
                  : KeyFactory.getInstance("EC");
          case AES, HMAC -> throw new IllegalArgumentException("no public key: " + spec);
        };
    return factory.generatePublic(new X509EncodedKeySpec(encoded));
  }
}
