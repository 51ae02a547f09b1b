package coffer.cli;

import coffer.hsm.ObjectAttribute;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// `--allow wrap,encrypt`: what a key may do.
final class KeyUseOption {
  private static final Set<ObjectAttribute> USES =
      EnumSet.of(
          ObjectAttribute.ENCRYPT,
          ObjectAttribute.DECRYPT,
          ObjectAttribute.SIGN,
          ObjectAttribute.VERIFY,
          ObjectAttribute.WRAP,
          ObjectAttribute.UNWRAP,
          ObjectAttribute.DERIVE);

  private KeyUseOption() {}

  static Set<ObjectAttribute> parse(List<String> words) {
    Set<ObjectAttribute> uses = EnumSet.noneOf(ObjectAttribute.class);
    for (String word : words) {
      ObjectAttribute use = AttributeAssignment.attribute(word);
      if (!USES.contains(use)) {
        throw new Trouble("--allow takes encrypt, decrypt, sign, verify, wrap, unwrap, derive");
      }
      uses.add(use);
    }
    return uses;
  }
}
