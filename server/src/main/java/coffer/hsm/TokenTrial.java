package coffer.hsm;

/// Work on a token that is measured, with session keys of its own that go with it.
public interface TokenTrial extends AutoCloseable {
  /// What is done.
  enum Work {
    /// 32 random bytes.
    RANDOM,
    /// Encryption of 1 KiB.
    AES_256_CBC,
    /// A PKCS #1 signature.
    RSA_2048_SIGN,
    /// A signature of a digest.
    EC_P256_SIGN,
    /// A key made and destroyed.
    AES_256_GENERATE
  }

  /// Does it that many times, one after the other.
  void repeat(int times);

  @Override
  void close();
}
