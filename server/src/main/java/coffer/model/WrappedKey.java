package coffer.model;

/// Key material as it rests in the store: wrapped under a version of the cluster's KEK.
///
/// @param kekVersion which KEK wrapped it, from 1
/// @param wrapped the wrapped secret or PKCS #8 private key, in `format`; of a key that rests in
///   the HSMs, the SHA-256 of that
/// @param publicKey X.509 SubjectPublicKeyInfo (DER) of an asymmetric key, otherwise empty
public record WrappedKey(int kekVersion, WrapFormat format, byte[] wrapped, byte[] publicKey) {}
