package coffer.http;

/// What the port proves itself with.
///
/// @param chain PEM, leaf first
/// @param key PEM, PKCS #8
public record ServerCertificate(byte[] chain, byte[] key) {
  /// Of a port without TLS.
  static final ServerCertificate NONE = new ServerCertificate(new byte[0], new byte[0]);

  @Override
  public String toString() {
    return "ServerCertificate[" + chain.length + " bytes, key redacted]";
  }
}
