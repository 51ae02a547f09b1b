package coffer.hsm.pkcs11;

import static java.nio.charset.StandardCharsets.US_ASCII;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.model.KeySpec;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/// The identity key that a token was seen with. In every later epoch the token must sign with it: a
/// token that was exchanged or initialised anew behind our back cannot.
final class KnownIdentity {
  private static final byte[] PURPOSE = "COFFER-HSM-EPOCH/1".getBytes(US_ASCII);
  private static final int NONCE_BYTES = 32;

  /// Not the token's: it could repeat what it once signed.
  private final SecureRandom random = new SecureRandom();

  private Optional<PublicKey> known = Optional.empty();
  private boolean openly;

  /// Before the PIN is sent, where the token signs as its identity without a login.
  void challengeBeforeLogin(Session home) {
    if (known.isPresent() && openly) {
      challenge(home, DomainObjects.findIdent(home));
    }
  }

  /// After login: the challenge, or the recognition of an identity key that is there for the first
  /// time.
  ///
  /// @param shownBefore whether the token showed the private key's handle before login
  void challenge(Session home, DomainObjects objects, boolean shownBefore) {
    if (known.isPresent()) {
      challenge(home, objects.identPrivate());
    } else if (objects.identPrivate().isPresent() && objects.identPublic().isPresent()) {
      byte[] key = PublicKeys.read(home, KeySpec.EC_P256, objects.identPublic().get());
      known = Optional.of(parsed(key));
      openly = shownBefore;
    }
  }

  /// Remembers an identity key that was just made.
  void recognize(Session home, DomainObjects objects) {
    if (known.isEmpty()) {
      challenge(home, objects, false);
    }
  }

  private void challenge(Session home, Optional<Long> privateKey) {
    if (privateKey.isEmpty() || !answers(home, privateKey.get())) {
      throw new HsmException(
          HsmFailure.CREDENTIAL,
          "the token does not prove its identity any more: it was exchanged or initialised anew;"
              + " put the right one back, or take it out of the cluster and enrol it again");
    }
  }

  private boolean answers(Session home, long privateKey) {
    byte[] message = new byte[PURPOSE.length + NONCE_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    System.arraycopy(PURPOSE, 0, message, 0, PURPOSE.length);
    System.arraycopy(nonce, 0, message, PURPOSE.length, NONCE_BYTES);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(message);
      byte[] signed = home.sign(Mechanism.of(Ck.CKM_ECDSA), privateKey, digest);
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(known.orElseThrow());
      verifier.update(message);
      return verifier.verify(Signatures.ecdsaDer(signed));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static PublicKey parsed(byte[] spki) {
    try {
      return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
    } catch (GeneralSecurityException e) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the identity key cannot be read", e);
    }
  }
}
