package coffer.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// TLS as the port speaks it: 1.2 and 1.3, forward secrecy and authenticated ciphers only,
/// BoringSSL where its native library loads and the JDK's TLS where not; or no TLS at all, where
/// the operator wants that.
enum Tls {
  BORINGSSL,
  JSSE,
  NONE;

  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /// Hybrid first (draft-ietf-tls-ecdhe-mlkem): recorded traffic stays closed to a later quantum
  /// computer.
  private static final List<String> KEY_EXCHANGE_GROUPS =
      List.of("X25519MLKEM768", "X25519", "P-256", "P-384");

  static Tls best() {
    return OpenSSLEngineOptions.isAvailable() && OpenSSLEngineOptions.isAlpnAvailable()
        ? BORINGSSL
        : JSSE;
  }

  SSLEngineOptions engine() {
    return switch (this) {
      case BORINGSSL -> new OpenSSLEngineOptions();
      case JSSE -> new JdkSSLEngineOptions();
      case NONE -> throw new IllegalStateException("a port without TLS has no engine");
    };
  }

  ServerSSLOptions options(ServerCertificate certificate, long handshakeMillisMax) {
    ServerSSLOptions options =
        new ServerSSLOptions()
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertValue(Buffer.buffer(certificate.chain()))
                    .setKeyValue(Buffer.buffer(certificate.key())))
            .setUseAlpn(true)
            .setApplicationLayerProtocols(List.of("h2", "http/1.1"))
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
            .setSslHandshakeTimeout(handshakeMillisMax)
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
    if (this == BORINGSSL && OpenSSLEngineOptions.isPqcAvailable()) {
      options.setKeyExchangeGroups(KEY_EXCHANGE_GROUPS);
    }
    return options;
  }
}
