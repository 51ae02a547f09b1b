package coffer.http;

/// What the port proves itself with.
///
/// @param chain PEM, leaf first
/// @param key PEM, PKCS #8
public record ServerCertificate(byte[] chain, byte[] key) {
  @Override
  public String toString() {
    return "ServerCertificate[" + chain.length + " bytes, key redacted]";
  }
}
