package coffer.hsm;

import coffer.model.SecretBytes;

/// What decryption found.
///
/// @param plaintext the caller owns it
/// @param decodedInSoftware whether padding was removed outside the HSM, because it lacks the
///   mechanism; goes to the audit record
public record Opened(SecretBytes plaintext, boolean decodedInSoftware) {}
