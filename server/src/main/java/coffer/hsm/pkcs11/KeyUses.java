package coffer.hsm.pkcs11;

import java.util.List;
import java.util.Set;

/// What a key may do, with every other use forbidden by name: modules take a use that is not
/// mentioned for allowed.
final class KeyUses {
  private static final List<Long> SECRET =
      List.of(
          Ck.CKA_ENCRYPT,
          Ck.CKA_DECRYPT,
          Ck.CKA_SIGN,
          Ck.CKA_VERIFY,
          Ck.CKA_WRAP,
          Ck.CKA_UNWRAP,
          Ck.CKA_DERIVE);
  private static final List<Long> PRIVATE =
      List.of(Ck.CKA_DECRYPT, Ck.CKA_SIGN, Ck.CKA_UNWRAP, Ck.CKA_DERIVE);

  private KeyUses() {}

  static Attributes secret(Set<Long> allowed) {
    return flags(SECRET, allowed);
  }

  static Attributes privateKey(Set<Long> allowed) {
    return flags(PRIVATE, allowed);
  }

  private static Attributes flags(List<Long> all, Set<Long> allowed) {
    Attributes flags = Attributes.NONE;
    for (long use : all) {
      flags = flags.flag(use, allowed.contains(use));
    }
    return flags;
  }
}
