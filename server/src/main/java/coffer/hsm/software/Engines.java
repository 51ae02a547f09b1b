package coffer.hsm.software;

import java.security.Provider;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// Everything that computes. Shared by all members that one provider opened, because nothing of a
/// member stays in it.
///
/// @param accelerated whether RSA and P-256 run in native code
record Engines(
    AesEngine aes,
    RsaEngine rsa,
    EcEngine p256,
    EcEngine p256k,
    MacEngine hmacSha256,
    MacEngine hmacSha512,
    KeyWrap keyWrap,
    Idle<RandomBytes> random,
    boolean accelerated) {

  /// Bouncy Castle serves secp256k1 only, which the JDK no longer has.
  static Engines with(Optional<Provider> accelerator) {
    Algorithms fast = new Algorithms(accelerator);
    Algorithms bouncyCastle = new Algorithms(Optional.of(new BouncyCastleProvider()));
    return new Engines(
        new AesEngine(),
        new RsaEngine(fast),
        new EcEngine(fast, EcEngine.Curve.P256),
        new EcEngine(bouncyCastle, EcEngine.Curve.P256K),
        new MacEngine("HmacSHA256"),
        new MacEngine("HmacSHA512"),
        new KeyWrap(),
        new Idle<>(RandomBytes::new),
        accelerator.isPresent());
  }

  /// The caller owns it.
  byte[] randomBytes(int length) {
    RandomBytes mine = random.take();
    byte[] bytes = mine.secret(length);
    random.give(mine);
    return bytes;
  }
}
