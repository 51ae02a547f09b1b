package coffer.hsm;

import coffer.model.SecretBytes;
import java.util.Optional;

/// A driver, found by ServiceLoader.
public interface HsmProvider {
  /// The URI scheme it serves.
  String scheme();

  /// Looks without logging in.
  TokenStatus status(HsmLocation location);

  /// Initialises an empty token, where the product may do so. A driver of real tokens refuses
  /// (CALLER) with the command that does it.
  void initialize(HsmLocation location, String label, SecretBytes securityOfficerPin);

  /// As the security officer: sets kmsuser's PIN, creating the user if need be; keys stay.
  void setCryptoUser(HsmLocation location, SecretBytes securityOfficerPin, SecretBytes pin);

  /// Logs in as kmsuser: exactly one attempt. Fails with CREDENTIAL or UNAVAILABLE.
  HsmMember open(HsmLocation location, SecretBytes pin);

  /// What it can do for who administers tokens; few drivers have it.
  default Optional<TokenTools> tools() {
    return Optional.empty();
  }

  /// The same of a token that must prove who it is, now and whenever its driver connects to it
  /// again. This one is for tokens that show their identity key to nobody without a PIN, and that
  /// connect once.
  default HsmMember open(HsmLocation location, SecretBytes pin, IdentityGuard guard) {
    HsmMember member = open(location, pin);
    try {
      guard.require(member.identity(), true, member::signAsIdent);
      return member;
    } catch (RuntimeException e) {
      member.close();
      throw e;
    }
  }
}
