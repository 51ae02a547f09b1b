package coffer.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/// One RSA key as people have it in files.
final class PublicKeyForms {
  private PublicKeyForms() {}

  static List<byte[]> of(PublicKey key) throws IOException {
    byte[] x509 = key.getEncoded();
    byte[] pkcs1 = SubjectPublicKeyInfo.getInstance(x509).parsePublicKey().getEncoded();
    return List.of(
        x509,
        pkcs1,
        text(base64(x509)),
        text(Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encodeToString(x509)),
        text(base64(pkcs1)),
        armoured("PUBLIC KEY", x509),
        armoured("RSA PUBLIC KEY", x509),
        armoured("PUBLIC KEY", pkcs1),
        armoured("RSA PUBLIC KEY", pkcs1));
  }

  private static byte[] armoured(String header, byte[] der) {
    return text(
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(header, base64(der), header));
  }

  private static String base64(byte[] der) {
    return Base64.getEncoder().encodeToString(der);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
