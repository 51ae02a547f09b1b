package coffer.hsm;

/// What encryption made.
///
/// @param iv the IV that was used, which may differ from the one asked for; empty where none is
/// @param ciphertext with the 16-byte tag behind it for GCM
public record Sealed(byte[] iv, byte[] ciphertext) {}
