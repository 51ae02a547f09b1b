package coffer.keys;

import java.time.Instant;

/// What a customer needs to wrap material.
///
/// @param token to be sent back with the material
/// @param publicKey X.509 SubjectPublicKeyInfo (DER)
public record ImportParameters(String token, byte[] publicKey, Instant expires) {}
