package coffer.keys;

import coffer.hsm.Sealed;
import coffer.model.SecretBytes;

/// A key pair for use elsewhere, its private half in the clear and encrypted.
///
/// @param privateKey PKCS #8, in the format asked for; the caller owns it
/// @param publicKey X.509 SubjectPublicKeyInfo, in the same format
/// @param sealed exactly the bytes of `privateKey`, encrypted
public record SealedKeyPair(SecretBytes privateKey, byte[] publicKey, Sealed sealed) {}
