package coffer.bench;

import java.util.List;

/// The keys that are measured.
final class KeySpecs {
  static final String AES = "Aliyun_AES_256";
  static final String RSA = "RSA_2048";
  static final String EC = "EC_P256";
  static final List<String> ALL = List.of(AES, RSA, EC);

  private KeySpecs() {}
}
