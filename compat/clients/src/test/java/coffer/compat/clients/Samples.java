package coffer.compat.clients;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// What the steps send, and the JDK's view of what comes back.
final class Samples {
  static final byte[] NONE = {};
  static final byte[] MESSAGE = utf8("thirty-two bytes, two blocks; ok");
  static final byte[] AAD = utf8("order 4711");

  private Samples() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] digest() throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(MESSAGE);
  }

  static byte[] flipped(byte[] bytes) {
    byte[] copy = bytes.clone();
    copy[copy.length - 1] ^= 1;
    return copy;
  }

  /// What stands between the lines of a PEM file.
  static byte[] der(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }

  /// Whether the JDK agrees about a signature of MESSAGE.
  static boolean verifies(String spec, String algorithm, String pem, byte[] signature)
      throws GeneralSecurityException {
    PublicKey key =
        KeyFactory.getInstance(spec.startsWith("RSA_") ? "RSA" : "EC")
            .generatePublic(new X509EncodedKeySpec(der(pem)));
    Signature verifier =
        Signature.getInstance(
            switch (algorithm) {
              case "RSA_PSS_SHA_256" -> "RSASSA-PSS";
              case "RSA_PKCS1_SHA_256" -> "SHA256withRSA";
              case "ECDSA_SHA_256" -> "SHA256withECDSA";
              default -> throw new IllegalArgumentException(algorithm);
            });
    if (algorithm.equals("RSA_PSS_SHA_256")) {
      verifier.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    verifier.initVerify(key);
    verifier.update(MESSAGE);
    return verifier.verify(signature);
  }
}
