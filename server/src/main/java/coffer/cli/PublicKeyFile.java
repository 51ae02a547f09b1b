package coffer.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;

/// Public keys as people have them: PEM, DER, or the bare Base64 that a KMS hands out. Both RSA
/// headers are taken for both contents, because who armours a key by hand often errs in it.
final class PublicKeyFile {
  static final int BYTES_MAX = 16 * 1024;
  private static final int DER_SEQUENCE = 0x30;
  private static final List<String> ALGORITHMS = List.of("RSA", "EC");
  private static final List<String> HEADERS = List.of("PUBLIC KEY", "RSA PUBLIC KEY");
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]{1,64})-----([A-Za-z0-9+/=\\s]*)-----END ([A-Z0-9 ]{1,64})-----");
  private static final String WRONG =
      "is no public key: expected PEM, DER or Base64 of an RSA or EC public key";

  private PublicKeyFile() {}

  /// @return X.509 SubjectPublicKeyInfo (DER)
  static byte[] parse(byte[] content) throws InvalidKeySpecException {
    if (content.length > BYTES_MAX) {
      throw new InvalidKeySpecException("is too large for a public key");
    }
    byte[] der =
        content.length > 0 && content[0] == DER_SEQUENCE
            ? content
            : decode(new String(content, StandardCharsets.US_ASCII).strip());
    return x509(der).or(() -> pkcs1(der)).orElseThrow(() -> new InvalidKeySpecException(WRONG));
  }

  static String pem(byte[] publicKey) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey)
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static byte[] decode(String text) throws InvalidKeySpecException {
    String base64 = text;
    if (text.startsWith("-----BEGIN ")) {
      Matcher pem = PEM.matcher(text);
      if (!pem.matches() || !pem.group(1).equals(pem.group(3))) {
        throw new InvalidKeySpecException("is no single, complete PEM block");
      }
      if (!HEADERS.contains(pem.group(1))) {
        throw new InvalidKeySpecException("holds a " + pem.group(1) + ", not a public key");
      }
      base64 = pem.group(2);
    }
    try {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException(WRONG, e);
    }
  }

  private static Optional<byte[]> x509(byte[] der) {
    for (String algorithm : ALGORITHMS) {
      try {
        PublicKey key =
            KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
        return Optional.of(key.getEncoded());
      } catch (GeneralSecurityException e) {
        // Then perhaps the next.
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> pkcs1(byte[] der) {
    try {
      RSAPublicKey key = RSAPublicKey.getInstance(ASN1Primitive.fromByteArray(der));
      if (key == null) {
        return Optional.empty();
      }
      return Optional.of(
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
              .getEncoded());
    } catch (IOException
        | GeneralSecurityException
        | IllegalArgumentException
        | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
