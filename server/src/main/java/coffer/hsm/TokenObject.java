package coffer.hsm;

import java.util.Set;

/// An object of a token, as it shows itself.
///
/// @param keyType `aes`, `rsa`, `ec`, `hmac`, or the module's number; empty for what is no key
/// @param bits 0 when the object does not tell
/// @param flags those that are set
/// @param known the flags that the object has at all; the others say neither yes nor no
public record TokenObject(
    ObjectRef ref,
    ObjectKind kind,
    String keyType,
    int bits,
    String label,
    byte[] id,
    Set<ObjectAttribute> flags,
    Set<ObjectAttribute> known) {
  public TokenObject {
    flags = Set.copyOf(flags);
    known = Set.copyOf(known);
  }

  public boolean isKey() {
    return switch (kind) {
      case SECRET_KEY, PUBLIC_KEY, PRIVATE_KEY -> true;
      case CERTIFICATE, DATA, OTHER -> false;
    };
  }
}
