package coffer.wire.openapi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a request says of itself and has signed; true once its signature is verified.
///
/// @param scope date, region and product of a V4 credential; otherwise empty
/// @param nonce empty where a scheme allows none to be sent
/// @param securityToken that temporary credentials come with; empty for lasting ones
/// @param intact false when a V3 or V4 header names another hash than the body has
/// @param signature as text, in the scheme's own encoding
/// @param stringsToSign each form that clients use, the one to be shown first
record Claim(
    String accessKeyId,
    List<String> scope,
    String action,
    String version,
    Instant date,
    Optional<String> nonce,
    String securityToken,
    boolean intact,
    String signature,
    List<String> stringsToSign) {

  /// V1 strings to sign hold the parameters.
  @Override
  public String toString() {
    return "Claim[" + action + "]";
  }
}
