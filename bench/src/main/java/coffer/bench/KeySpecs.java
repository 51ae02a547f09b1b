package coffer.bench;

import java.util.List;

/// The keys that are measured. The first of each kind is the usual one, measured at every number of
/// connections.
final class KeySpecs {
  static final String AES = "Aliyun_AES_256";
  static final List<String> SYMMETRIC = List.of(AES, "Aliyun_AES_192", "Aliyun_AES_128");
  static final List<String> RSA = List.of("RSA_2048", "RSA_3072", "RSA_4096");
  static final List<String> EC = List.of("EC_P256", "EC_P256K");
  static final List<String> HMAC = List.of("HMAC_SHA256", "HMAC_SHA512");

  private KeySpecs() {}
}
