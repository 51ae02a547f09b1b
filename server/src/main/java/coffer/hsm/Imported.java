package coffer.hsm;

import coffer.model.WrappedKey;

/// Material that was taken in.
///
/// @param wrapped under the newest KEK; with the public key that belongs to a private one
/// @param openedInSoftware whether it was in the service's memory in the clear, because the HSM
///   lacks the mechanism; goes to the audit record
public record Imported(WrappedKey wrapped, boolean openedInSoftware) {}
