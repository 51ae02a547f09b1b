package coffer.hsm.cluster;

import coffer.model.KeySpec;

/// How many RSA keys of one kind are kept made ahead; 0 is none. A kind is a spec with its usages,
/// so that there are at most three times as many.
public record RsaPoolSizes(int rsa2048, int rsa3072, int rsa4096) {
  public static final int MAX = 64;
  public static final RsaPoolSizes NONE = new RsaPoolSizes(0, 0, 0);
  public static final RsaPoolSizes STANDARD = new RsaPoolSizes(4, 1, 1);

  public RsaPoolSizes {
    if (Math.min(rsa2048, Math.min(rsa3072, rsa4096)) < 0
        || Math.max(rsa2048, Math.max(rsa3072, rsa4096)) > MAX) {
      throw new IllegalArgumentException("0 to " + MAX);
    }
  }

  int of(KeySpec spec) {
    return switch (spec) {
      case RSA_2048 -> rsa2048;
      case RSA_3072 -> rsa3072;
      case RSA_4096 -> rsa4096;
      case ALIYUN_AES_256,
          ALIYUN_AES_192,
          ALIYUN_AES_128,
          EC_P256,
          EC_P256K,
          HMAC_SHA256,
          HMAC_SHA512 ->
          0;
    };
  }
}
