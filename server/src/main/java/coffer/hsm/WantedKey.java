package coffer.hsm;

import java.util.Set;

/// A key to be generated or unwrapped into a token: private, sensitive, and there to stay.
///
/// @param bits of AES, generic and RSA keys; curves have their own
/// @param id CKA_ID; empty for none
/// @param uses flags; a pair's go to the half that they are for
/// @param extractable whether it may ever leave, wrapped
public record WantedKey(
    Type type, int bits, String label, byte[] id, Set<ObjectAttribute> uses, boolean extractable) {
  public WantedKey {
    uses = Set.copyOf(uses);
  }

  /// The kinds of keys that the tools make.
  public enum Type {
    AES,
    GENERIC,
    RSA,
    EC_P256,
    EC_P384,
    EC_P521,
    EC_P256K;

    public boolean isPair() {
      return switch (this) {
        case AES, GENERIC -> false;
        case RSA, EC_P256, EC_P384, EC_P521, EC_P256K -> true;
      };
    }
  }
}
