package coffer.wire.openapi;

import java.time.Duration;

/// How strictly signatures are taken.
///
/// @param skewMax how far a request's date may be from ours, either way
/// @param nonceRequired whether V1 requests need a nonce; the public documentation does not ask for
///   one, and without it a request can be repeated within the skew
/// @param noncesMax how many nonces are remembered, of all access keys together; 16 bytes each.
///   When more come within twice the skew, the oldest are forgotten first
public record SignatureRules(Duration skewMax, boolean nonceRequired, int noncesMax) {
  public static final SignatureRules DEFAULT =
      new SignatureRules(Duration.ofMinutes(15), false, 4_000_000);
}
