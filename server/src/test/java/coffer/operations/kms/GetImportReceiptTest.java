package coffer.operations.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.keys.NewKey;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyStorageMechanism;
import coffer.model.KmsException;
import coffer.model.Origin;
import coffer.model.WrappingAlgorithm;
import coffer.model.WrappingKeySpec;
import coffer.operations.House;
import coffer.operations.Operation;
import coffer.testing.Custodian;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the service states of an import, and whose word it is.
class GetImportReceiptTest {
  private static final String HASH = "0123456789abcdef".repeat(4);

  @Test
  void statesTheImportAndSignsExactlyThat(@TempDir Path directory) {
    try (House house = new House(directory)) {
      Key key = key(house, Origin.EXTERNAL);
      refused(house, key, Optional.empty(), ErrorCode.PENDING_IMPORT);
      imports(house, key);
      GetImportReceipt.Answer receipt = receipt(house, key, Optional.of(HASH));
      assertThat(receipt.statement())
          .contains("\"KeyId\":\"" + key.id().value() + "\"")
          .contains("\"KeySpec\":\"Aliyun_AES_256\"")
          .contains("\"MaterialExpires\":\"never\"")
          .contains("\"FirstImportedAt\":\"2026-03-01T12:00:00Z\"")
          .contains("\"IssuedAt\":\"2026-03-01T12:00:00Z\"")
          .contains("\"AuditSequence\":\"7\"")
          .contains("\"CustodianStatementSha256\":\"" + HASH + "\"")
          .containsPattern("\"MaterialFingerprint\":\"[0-9a-f]{64}\"");
      assertThat(receipt.signature())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo(receipt.statement());
      assertThat(receipt(house, key, Optional.empty()).statement()).doesNotContain("Custodian");
      refused(house, key, Optional.of(HASH.toUpperCase(Locale.ROOT)), ErrorCode.INVALID_PARAMETER);
      refused(house, key, Optional.of("ab"), ErrorCode.INVALID_PARAMETER);
    }
  }

  @Test
  void aKeyThatMakesItsOwnMaterialHasNone(@TempDir Path directory) {
    try (House house = new House(directory)) {
      refused(house, key(house, Origin.ALIYUN_KMS), Optional.empty(), ErrorCode.UNSUPPORTED_ORIGIN);
    }
  }

  private static void refused(House house, Key key, Optional<String> hash, ErrorCode code) {
    assertThatThrownBy(() -> receipt(house, key, hash))
        .isInstanceOfSatisfying(
            KmsException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private static GetImportReceipt.Answer receipt(House house, Key key, Optional<String> hash) {
    return call(
        house, GetImportReceipt.OPERATION, new GetImportReceipt.Request(key.id().value(), hash));
  }

  private static void imports(House house, Key key) {
    WrappingAlgorithm algorithm = WrappingAlgorithm.RSAES_OAEP_SHA_256;
    GetParametersForImport.Answer to =
        call(
            house,
            GetParametersForImport.OPERATION,
            new GetParametersForImport.Request(
                key.id().value(), WrappingKeySpec.RSA_2048, algorithm));
    byte[] wrapped = Custodian.wrap(algorithm, to.publicKey(), Custodian.random(32));
    call(
        house,
        ImportKeyMaterial.OPERATION,
        new ImportKeyMaterial.Request(key.id().value(), wrapped, to.importToken(), 0));
  }

  private static Key key(House house, Origin origin) {
    return house.keys.create(
        new NewKey(
            House.INSTANCE,
            KeySpec.ALIYUN_AES_256,
            KeySpec.ALIYUN_AES_256.defaultUsage(),
            Optional.empty(),
            origin,
            KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
            ""));
  }

  private static <Q extends Record, A extends Record> A call(
      House house, Operation<Q, A> operation, Q request) {
    return house.pipeline.call(House.root(), operation, request);
  }
}
