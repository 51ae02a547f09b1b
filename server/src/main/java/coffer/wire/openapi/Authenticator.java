package coffer.wire.openapi;

import coffer.access.Principal;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.ram.AccessKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Proves who signed a request, that it is recent, and that it was not served before.
final class Authenticator {
  private static final int CLAIMED_CHARS_MAX = 64;

  private final AccessKeys keys;
  private final Clock clock;
  private final SignatureRules rules;
  private final NonceMemory nonces;

  Authenticator(AccessKeys keys, Clock clock, SignatureRules rules) {
    this.keys = keys;
    this.clock = clock;
    this.rules = rules;
    this.nonces = new NonceMemory(clock, rules.skewMax(), rules.noncesMax());
  }

  /// Never blocks.
  Verdict verify(RpcRequest request) {
    Optional<SignatureScheme> found = SignatureScheme.of(request);
    if (found.isEmpty()) {
      return refused("", ErrorCode.INCOMPLETE_SIGNATURE);
    }
    SignatureScheme scheme = found.get();
    Claim claim;
    try {
      claim = scheme.read(request);
    } catch (KmsException e) {
      return refused(scheme.accessKeyId(request), e.code(), Reply.message(e));
    }
    String accessKeyId = claim.accessKeyId();
    Duration skew = Duration.between(claim.date(), clock.instant()).abs();
    if (skew.compareTo(rules.skewMax()) > 0) {
      return refused(accessKeyId, ErrorCode.INVALID_TIMESTAMP);
    }
    if (rules.nonceRequired() && claim.nonce().isEmpty()) {
      return refused(accessKeyId, ErrorCode.INCOMPLETE_SIGNATURE);
    }
    Optional<AccessKeys.SigningKey> key;
    try {
      key = key(claim);
    } catch (KmsException e) {
      return refused(accessKeyId, e.code());
    }
    if (key.isEmpty()) {
      return refused(accessKeyId, ErrorCode.INVALID_ACCESS_KEY_ID);
    }
    // The string to sign holds the hash we computed; a header that names another one is a lie even
    // where the signature holds.
    if (!isSignedBy(key.get(), scheme, claim) || !claim.intact()) {
      return refused(accessKeyId, ErrorCode.SIGNATURE_DOES_NOT_MATCH, mismatch(claim));
    }
    if (!key.get().active()) {
      return refused(accessKeyId, ErrorCode.ACCESS_KEY_DISABLED);
    }
    if (!claim.nonce().map(nonce -> nonces.isFirst(accessKeyId, nonce)).orElse(true)) {
      return refused(accessKeyId, ErrorCode.SIGNATURE_NONCE_USED);
    }
    keys.noteUse(key.get().principal());
    return new Verdict.Proven(key.get().principal(), claim);
  }

  private Optional<AccessKeys.SigningKey> key(Claim claim) {
    return claim.securityToken().isEmpty()
        ? keys.find(claim.accessKeyId())
        : Optional.of(keys.findTemporary(claim.accessKeyId(), claim.securityToken()));
  }

  private static boolean isSignedBy(
      AccessKeys.SigningKey key, SignatureScheme scheme, Claim claim) {
    byte[] sent = claim.signature().getBytes(StandardCharsets.UTF_8);
    return key.secret()
        .use(secret -> {
          boolean matches = false;
          for (String stringToSign : claim.stringsToSign()) {
            byte[] made =
                scheme.sign(secret, claim, stringToSign).getBytes(StandardCharsets.US_ASCII);
            matches |= MessageDigest.isEqual(made, sent);
          }
          return matches;
        });
  }

  /// Clients cut the message at `string to sign is:` and compare what follows with their own.
  private static String mismatch(Claim claim) {
    return ErrorCode.SIGNATURE_DOES_NOT_MATCH.message()
        + " server string to sign is:"
        + claim.stringsToSign().getFirst();
  }

  private static Verdict refused(String accessKeyId, ErrorCode code) {
    return refused(accessKeyId, code, code.message());
  }

  private static Verdict refused(String accessKeyId, ErrorCode code, String message) {
    return new Verdict.Refused(claimed(accessKeyId), code, message);
  }

  /// Bounded and printable: it goes into the audit log.
  static Principal.Unauthenticated claimed(String accessKeyId) {
    StringBuilder printable = new StringBuilder();
    for (int i = 0; i < Math.min(accessKeyId.length(), CLAIMED_CHARS_MAX); i++) {
      char c = accessKeyId.charAt(i);
      boolean keep = c < 0x7f && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_');
      printable.append(keep ? c : '?');
    }
    return new Principal.Unauthenticated(printable.toString());
  }
}
