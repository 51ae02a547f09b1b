package coffer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final String TWENTY = "abcdefghij0123456789";
  private static final String SIXTEEN = "abcdef0123456789";
  private static final String UUID = "01234567-89ab-cdef-0123-456789abcdef";

  @Test
  void idsTakeTheirShapeAndNothingElse() {
    check(KeyId::new, "key-" + TWENTY, List.of("key-" + TWENTY + "a", "key-" + SIXTEEN, TWENTY));
    check(KmsInstanceId::new, "kst-" + TWENTY, List.of("kst-" + SIXTEEN, "key-" + TWENTY));
    check(ClusterId::new, "cluster-" + SIXTEEN, List.of("cluster-" + TWENTY, "cluster-"));
    check(HsmId::new, "hsm-" + SIXTEEN, List.of("hsm-" + TWENTY, "hsm"));
    check(ClientKeyId::new, "KAAP." + UUID, List.of(UUID, "KAAP." + UUID + "0", "kaap." + UUID));
    check(AccessKeyId::new, "LTAI" + SIXTEEN, List.of("LTAI", "x".repeat(65), "LTAI-" + SIXTEEN));
    for (Function<String, Record> name :
        List.<Function<String, Record>>of(
            AccessPointName::new, AccessPolicyName::new, NetworkRuleName::new)) {
      check(name, "a.B_c-9", List.of("a b", "x".repeat(65), "a/b", "ä"));
      check(name, "x".repeat(64), List.of());
    }
  }

  private static void check(Function<String, Record> id, String good, List<String> bad) {
    assertThat(id.apply(good)).hasToString(good).isEqualTo(id.apply(good));
    Set<String> wrong = new HashSet<>(bad);
    wrong.addAll(List.of("", " " + good, good + "\n", good + " ", good + "\0"));
    for (String text : wrong) {
      assertThatThrownBy(() -> id.apply(text))
          .as("`%s`", text)
          .isInstanceOfSatisfying(
              KmsException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
                assertThat(text.length() < 5 || !String.valueOf(e.getMessage()).contains(text))
                    .isTrue();
              });
    }
  }

  @Test
  void aVersionIdIsTheCanonicalUuidOnly() {
    assertThat(KeyVersionId.parse(UUID)).isPresent().get().hasToString(UUID);
    for (String bad :
        List.of(
            "",
            UUID.toUpperCase(java.util.Locale.ROOT),
            UUID + "0",
            UUID.substring(1),
            UUID.replace('-', '0'),
            "+1234567-89ab-cdef-0123-456789abcdef")) {
      assertThat(KeyVersionId.parse(bad)).as(bad).isEmpty();
    }
  }

  @Test
  void everyWireNameIsFoundAgain() {
    found(KeySpec.class);
    found(KeyUsage.class);
    found(KeyState.class);
    found(Origin.class);
    found(ProtectionLevel.class);
    found(KeyStorageMechanism.class);
    found(EncryptionAlgorithm.class);
    found(SigningAlgorithm.class);
    found(PaddingMode.class);
    found(MessageType.class);
    found(WrapFormat.class);
    found(InstanceStatus.class);
    found(ClusterStatus.class);
  }

  private static <E extends Enum<E> & WireName> void found(Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      assertThat(WireName.find(type, constant.wireName())).contains(constant);
      assertThat(WireName.find(type, constant.wireName() + " ")).isEmpty();
    }
    assertThat(WireName.find(type, "")).isEmpty();
    assertThatThrownBy(() -> WireName.of(type, "nothing"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void errorsHaveACodeAMessageAndAStatus() {
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(code.httpStatus()).as(code.name()).isBetween(400, 503);
      assertThat(code.code()).as(code.name()).matches("[A-Za-z.]+");
      assertThat(code.message()).as(code.name()).endsWith(".");
    }
  }

  @Test
  void secretsAreWipedAndNeverPrinted() {
    byte[] bytes = {1, 2, 3};
    SecretBytes secret = SecretBytes.owning(bytes);
    assertThat(secret).hasToString("SecretBytes[redacted]");
    assertThat(secret).isEqualTo(SecretBytes.copyOf(new byte[] {1, 2, 3}));
    assertThat(secret).isNotEqualTo(SecretBytes.copyOf(new byte[] {1, 2, 4}));
    assertThat(secret.hashCode()).isEqualTo(SecretBytes.copyOf(new byte[] {9}).hashCode());
    secret.close();
    assertThat(bytes).containsExactly(0, 0, 0);
    assertThatThrownBy(() -> secret.use(b -> b.length)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(secret::copy).isInstanceOf(IllegalStateException.class);
  }
}
