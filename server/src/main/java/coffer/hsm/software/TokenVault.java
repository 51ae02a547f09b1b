package coffer.hsm.software;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.model.SecretBytes;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A token file that a PIN opened. Reads the file anew for each change, because the security
/// officer may have changed it meanwhile, in another process.
final class TokenVault implements AutoCloseable {
  private static final String WRONG_PIN = "the PIN is wrong";
  private static final String NO_USER = "the token has no crypto user yet";

  private final TokenFile file;
  private final TokenLabel token;
  private final SecretBytes tokenKey;
  private final SecureRandom random;

  private TokenVault(TokenFile file, TokenLabel token, SecretBytes tokenKey, SecureRandom random) {
    this.file = file;
    this.token = token;
    this.tokenKey = tokenKey;
    this.random = random;
  }

  static void create(
      TokenFile file, TokenLabel token, Argon2Cost cost, SecretBytes pin, SecureRandom random) {
    byte[] key = new byte[SealedBox.KEY_BYTES];
    random.nextBytes(key);
    try (TokenLock _ = file.lock()) {
      if (file.read().isPresent()) {
        throw new HsmException(HsmFailure.CALLER, "token file " + file + " is initialised already");
      }
      PinSlot slot = PinSlot.seal(token, cost, PinSlot.User.SECURITY_OFFICER, pin, key, random);
      TokenImage image = new TokenImage(token, cost, slot, Optional.empty(), new byte[0]);
      file.write(sealed(image, TokenContent.EMPTY, key, random));
    } catch (IOException e) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "token lock does not close", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  static void setCryptoUser(
      TokenFile file, SecretBytes officerPin, SecretBytes pin, SecureRandom random) {
    try (TokenLock _ = file.lock()) {
      TokenImage image = present(file);
      byte[] key = officerKey(image, officerPin);
      try {
        TokenContent content = content(file, image, key);
        PinSlot slot =
            PinSlot.seal(image.token(), image.cost(), PinSlot.User.CRYPTO_USER, pin, key, random);
        TokenImage changed =
            new TokenImage(
                image.token(),
                image.cost(),
                image.securityOfficer(),
                Optional.of(slot),
                image.content());
        file.write(sealed(changed, content, key, random));
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    } catch (IOException e) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "token lock does not close", e);
    }
  }

  static TokenVault open(TokenFile file, SecretBytes pin, SecureRandom random) {
    TokenImage image = present(file);
    PinSlot slot =
        image.cryptoUser().orElseThrow(() -> new HsmException(HsmFailure.CREDENTIAL, NO_USER));
    byte[] key =
        slot.open(image.token(), image.cost(), PinSlot.User.CRYPTO_USER, pin)
            .orElseThrow(TokenVault::wrongPin);
    return new TokenVault(file, image.token(), SecretBytes.owning(key), random);
  }

  TokenLabel token() {
    return token;
  }

  TokenContent content() {
    TokenImage image = same();
    return tokenKey.use(key -> content(file, image, key));
  }

  /// Applies `change` to what the file holds now; writes unless it returns what it was given.
  TokenContent update(UnaryOperator<TokenContent> change) {
    try (TokenLock _ = file.lock()) {
      TokenImage image = same();
      return tokenKey.use(key -> {
        TokenContent before = content(file, image, key);
        TokenContent after = change.apply(before);
        if (!after.equals(before)) {
          file.write(sealed(image, after, key, random));
        }
        return after;
      });
    } catch (IOException e) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "token lock does not close", e);
    }
  }

  /// Fails with CREDENTIAL unless `pin` is the crypto user's.
  void changePin(SecretBytes pin, SecretBytes fresh) {
    try (TokenLock _ = file.lock()) {
      TokenImage image = same();
      PinSlot old =
          image.cryptoUser().orElseThrow(() -> new HsmException(HsmFailure.CREDENTIAL, NO_USER));
      byte[] opened =
          old.open(image.token(), image.cost(), PinSlot.User.CRYPTO_USER, pin)
              .orElseThrow(TokenVault::wrongPin);
      try {
        PinSlot slot =
            PinSlot.seal(
                image.token(), image.cost(), PinSlot.User.CRYPTO_USER, fresh, opened, random);
        TokenImage changed =
            new TokenImage(
                image.token(),
                image.cost(),
                image.securityOfficer(),
                Optional.of(slot),
                image.content());
        file.write(sealed(changed, content(file, image, opened), opened, random));
      } finally {
        Arrays.fill(opened, (byte) 0);
      }
    } catch (IOException e) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "token lock does not close", e);
    }
  }

  /// Fails with CREDENTIAL unless this is the security officer's PIN.
  void checkSecurityOfficer(SecretBytes pin) {
    byte[] key = officerKey(same(), pin);
    try {
      if (!tokenKey.use(mine -> MessageDigest.isEqual(mine, key))) {
        throw wrongPin();
      }
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  @Override
  public void close() {
    tokenKey.close();
  }

  private TokenImage same() {
    TokenImage image = present(file);
    if (!image.token().equals(token)) {
      throw file.failure("was replaced by another token");
    }
    return image;
  }

  private static TokenImage present(TokenFile file) {
    return file.read().orElseThrow(() -> file.failure("is absent or not initialised"));
  }

  private static byte[] officerKey(TokenImage image, SecretBytes pin) {
    return image
        .securityOfficer()
        .open(image.token(), image.cost(), PinSlot.User.SECURITY_OFFICER, pin)
        .orElseThrow(TokenVault::wrongPin);
  }

  private static HsmException wrongPin() {
    return new HsmException(HsmFailure.CREDENTIAL, WRONG_PIN);
  }

  private static TokenContent content(TokenFile file, TokenImage image, byte[] key) {
    byte[] plain =
        SealedBox.open(key, image.header(), image.content())
            .orElseThrow(() -> file.failure("is refused: somebody changed it"));
    try {
      return TokenContent.decode(plain);
    } catch (TokenFormatException e) {
      throw file.failure("is refused: " + e.getMessage());
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static TokenImage sealed(
      TokenImage image, TokenContent content, byte[] key, SecureRandom random) {
    byte[] plain = content.encode();
    try {
      return new TokenImage(
          image.token(),
          image.cost(),
          image.securityOfficer(),
          image.cryptoUser(),
          SealedBox.seal(key, image.header(), plain, random));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }
}
