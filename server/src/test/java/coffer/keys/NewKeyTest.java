package coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.model.ErrorCode;
import coffer.model.KeySpec;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.KmsInstanceId;
import coffer.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewKeyTest {
  private static final Map<KeySpec.Family, Set<KeyUsage>> USAGES =
      Map.of(
          KeySpec.Family.AES, Set.of(KeyUsage.ENCRYPT_DECRYPT),
          KeySpec.Family.RSA, Set.of(KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY),
          KeySpec.Family.EC, Set.of(KeyUsage.SIGN_VERIFY),
          KeySpec.Family.HMAC, Set.of(KeyUsage.GENERATE_VERIFY_MAC, KeyUsage.SIGN_VERIFY));

  @Test
  void everySpecTakesItsUsagesAndOnlyRsaASecondOne() {
    for (KeySpec spec : KeySpec.values()) {
      for (KeyUsage usage : KeyUsage.values()) {
        for (Optional<KeyUsage> second : secondUsages()) {
          assertThat(refusal(spec, usage, second, ""))
              .as("%s %s %s", spec, usage, second)
              .isEqualTo(expected(spec, usage, second));
        }
      }
      assertThat(refusal(spec, spec.defaultUsage(), Optional.empty(), "")).isEmpty();
    }
  }

  private static Optional<ErrorCode> expected(
      KeySpec spec, KeyUsage usage, Optional<KeyUsage> second) {
    if (!USAGES.getOrDefault(spec.family(), Set.of()).contains(usage)) {
      return Optional.of(ErrorCode.UNSUPPORTED_OPERATION);
    }
    boolean fits =
        second.isEmpty()
            || (spec.family() == KeySpec.Family.RSA
                && !second.equals(Optional.of(usage))
                && !second.equals(Optional.of(KeyUsage.GENERATE_VERIFY_MAC)));
    return fits ? Optional.empty() : Optional.of(ErrorCode.INVALID_PARAMETER);
  }

  @Test
  void aDescriptionHasAtMost8192Characters() {
    KeySpec spec = KeySpec.ALIYUN_AES_256;
    assertThat(refusal(spec, spec.defaultUsage(), Optional.empty(), "x".repeat(8192))).isEmpty();
    assertThat(refusal(spec, spec.defaultUsage(), Optional.empty(), "x".repeat(8193)))
        .contains(ErrorCode.INVALID_PARAMETER);
  }

  private static List<Optional<KeyUsage>> secondUsages() {
    List<Optional<KeyUsage>> all = new ArrayList<>(List.of(Optional.empty()));
    for (KeyUsage usage : KeyUsage.values()) {
      all.add(Optional.of(usage));
    }
    return all;
  }

  private static Optional<ErrorCode> refusal(
      KeySpec spec, KeyUsage usage, Optional<KeyUsage> second, String description) {
    Throwable thrown =
        catchThrowable(() ->
            new NewKey(
                new KmsInstanceId("kst-00000000000000000001"),
                spec,
                usage,
                second,
                Origin.ALIYUN_KMS,
                KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
                description));
    return thrown == null ? Optional.empty() : Optional.of(((KmsException) thrown).code());
  }
}
