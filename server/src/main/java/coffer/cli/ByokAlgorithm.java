package coffer.cli;

import coffer.hsm.WrapMethod;

/// How key material travels into a KMS, in the words of the HSM and of the API.
enum ByokAlgorithm {
  OAEP_SHA_256("oaep-sha256", "RSAES_OAEP_SHA_256", WrapMethod.RSA_OAEP_SHA256),
  OAEP_SHA_1("oaep-sha1", "RSAES_OAEP_SHA_1", WrapMethod.RSA_OAEP_SHA1),
  PKCS1("pkcs1", "RSAES_PKCS1_V1_5", WrapMethod.RSA_PKCS1);

  private final String word;
  private final String wireName;
  private final WrapMethod method;

  ByokAlgorithm(String word, String wireName, WrapMethod method) {
    this.word = word;
    this.wireName = wireName;
    this.method = method;
  }

  static ByokAlgorithm named(String word) {
    for (ByokAlgorithm algorithm : values()) {
      if (algorithm.word.equals(word) || algorithm.wireName.equals(word)) {
        return algorithm;
      }
    }
    throw new Trouble("--algorithm takes oaep-sha256, oaep-sha1, pkcs1");
  }

  String wireName() {
    return wireName;
  }

  WrapMethod method() {
    return method;
  }
}
