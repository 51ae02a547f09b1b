package coffer.operations.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coffer.model.ErrorCode;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.operations.House;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CreateKeyTest {
  @TempDir static Path directory;
  private static House house;

  @BeforeAll
  static void build() {
    house = new House(directory);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static KeyMetadata create(
      Optional<KeySpec> spec, Optional<KeyUsage> usage, Optional<KeyUsage> second) {
    return house
        .pipeline
        .call(
            House.root(),
            CreateKey.OPERATION,
            new CreateKey.Request(
                Optional.empty(),
                Optional.empty(),
                spec,
                usage,
                second,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()))
        .keyMetadata();
  }

  private static ErrorCode refusal(KeySpec spec, KeyUsage usage, Optional<KeyUsage> second) {
    return catchThrowableOfType(
            KmsException.class, () -> create(Optional.of(spec), Optional.of(usage), second))
        .code();
  }

  @ParameterizedTest
  @CsvSource({
    "ALIYUN_AES_256, ENCRYPT_DECRYPT",
    "ALIYUN_AES_192, ENCRYPT_DECRYPT",
    "ALIYUN_AES_128, ENCRYPT_DECRYPT",
    "RSA_2048, SIGN_VERIFY",
    "RSA_3072, SIGN_VERIFY",
    "RSA_4096, SIGN_VERIFY",
    "EC_P256, SIGN_VERIFY",
    "EC_P256K, SIGN_VERIFY",
    "HMAC_SHA256, GENERATE_VERIFY_MAC",
    "HMAC_SHA512, GENERATE_VERIFY_MAC"
  })
  void everySpecIsOfferedWithItsDefaultUsage(KeySpec spec, KeyUsage usage) {
    KeyMetadata made = create(Optional.of(spec), Optional.empty(), Optional.empty());
    assertThat(made.keySpec()).isEqualTo(spec);
    assertThat(made.keyUsage()).isEqualTo(usage);
    assertThat(made.secondaryKeyUsage()).isEmpty();
    assertThat(made.primaryKeyVersion().isPresent()).isEqualTo(!spec.isAsymmetric());
  }

  @Test
  void theDefaultIsAes256() {
    KeyMetadata made = create(Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(made.keySpec()).isEqualTo(KeySpec.ALIYUN_AES_256);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"HMAC_SHA256", "HMAC_SHA512"})
  void anHmacKeyEchoesTheUsageItWasGiven(KeySpec spec) {
    for (KeyUsage usage : new KeyUsage[] {KeyUsage.GENERATE_VERIFY_MAC, KeyUsage.SIGN_VERIFY}) {
      KeyMetadata made = create(Optional.of(spec), Optional.of(usage), Optional.empty());
      assertThat(made.keyUsage()).isEqualTo(usage);
    }
  }

  @Test
  void anRsaKeyHasASecondUsageOfItsOwn() {
    KeyMetadata made =
        create(
            Optional.of(KeySpec.RSA_2048),
            Optional.of(KeyUsage.ENCRYPT_DECRYPT),
            Optional.of(KeyUsage.SIGN_VERIFY));
    assertThat(made.secondaryKeyUsage()).contains(KeyUsage.SIGN_VERIFY);
  }

  @ParameterizedTest
  @EnumSource(KeySpec.class)
  void whatASpecCannotBeUsedForIsRefused(KeySpec spec) {
    for (KeyUsage usage : KeyUsage.values()) {
      if (!spec.usages().contains(usage)) {
        assertThat(refusal(spec, usage, Optional.empty()))
            .as("%s %s", spec, usage)
            .isEqualTo(ErrorCode.UNSUPPORTED_OPERATION);
      }
      boolean rsaPair =
          spec.family() == KeySpec.Family.RSA && usage != KeyUsage.GENERATE_VERIFY_MAC;
      if (!rsaPair || usage == spec.defaultUsage()) {
        assertThat(refusal(spec, spec.defaultUsage(), Optional.of(usage)))
            .as("%s and %s", spec, usage)
            .isEqualTo(ErrorCode.INVALID_PARAMETER);
      }
    }
  }
}
