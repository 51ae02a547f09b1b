package coffer.ram;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.MfaDevice;
import coffer.model.MfaSerial;
import coffer.model.SecretBytes;
import coffer.seal.Sealer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;
import org.bouncycastle.util.encoders.Base32;

/// Seeds of second factors: made, sealed, and opened for as long as a code is checked.
final class MfaSeeds {
  private final Sealer sealer;
  private final SecureRandom random;

  MfaSeeds(Sealer sealer, SecureRandom random) {
    this.sealer = sealer;
    this.random = random;
  }

  /// The caller owns it.
  SecretBytes make() {
    byte[] seed = new byte[Totp.SEED_BYTES];
    random.nextBytes(seed);
    return SecretBytes.owning(seed);
  }

  byte[] seal(MfaSerial serial, SecretBytes seed) {
    return sealer.seal(context(serial), seed);
  }

  /// As people type it into an app. The caller owns it.
  static SecretBytes text(SecretBytes seed) {
    return SecretBytes.owning(seed.use(Base32::encode));
  }

  /// The step of a code that counts now.
  OptionalLong step(MfaDevice device, String code, Instant now) {
    return open(device, seed -> Totp.find(seed, code, now, device.lastStep()));
  }

  /// The step of the second of two codes that count now.
  long step(MfaDevice device, String first, String second, Instant now) {
    return open(device, seed -> Totp.find(seed, first, second, now, device.lastStep()))
        .orElseThrow(() -> new KmsException(ErrorCode.MFA_CODE_WRONG));
  }

  private <R> R open(MfaDevice device, Function<SecretBytes, R> use) {
    try (SecretBytes seed =
        sealer
            .open(context(device.serial()), device.sealedSeed())
            .orElseThrow(() ->
                new IllegalStateException("MFA device " + device.serial() + " does not open"))) {
      return use.apply(seed);
    }
  }

  private static String context(MfaSerial serial) {
    return "mfa-device/" + serial;
  }
}
