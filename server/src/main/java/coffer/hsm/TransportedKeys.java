package coffer.hsm;

/// Domain keys on their way from one member to another, each under RSA-OAEP (SHA-1, MGF1 SHA-1: the
/// one form that every module has).
///
/// @param version of both keys
/// @param kek wrapped AES-256 key-encryption key
/// @param integrity wrapped HMAC-SHA256 key
public record TransportedKeys(int version, byte[] kek, byte[] integrity) {}
