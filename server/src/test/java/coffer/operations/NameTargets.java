package coffer.operations;

import coffer.fuzz.FuzzTarget;
import coffer.model.AliasName;
import coffer.model.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What callers write for a key.
public final class NameTargets {
  private static final String ARN = "acs:kms:cn-hangzhou:1234567890123456:";
  private static final Account ACCOUNT = new Account("cn-hangzhou", "1234567890123456");

  private NameTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("arn", Account.class, NameTargets::name)
            .from(ARN + "key/key-hzz62f1cb66fa42qo", ARN + "alias/mine", "alias/mine")
            .words(ARN, "acs:kms:", ":", "key/", "alias/", "*", "1234567890123456", "\u0000"));
  }

  /// Another account's name never names a key here, and what an ARN holds is a name by itself.
  private static void name(byte[] input) {
    String ref = new String(input, StandardCharsets.UTF_8);
    String name = ACCOUNT.parse(ref);
    if (!ref.startsWith("acs:kms:")) {
      require(name.equals(ref));
      return;
    }
    require(name.isEmpty() || name.startsWith(AliasName.PREFIX) || KeyId.isValid(name));
    require(name.isEmpty() || ref.contains(":1234567890123456:"));
    require(ref.endsWith(name));
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("a name that was not written");
    }
  }
}
