package coffer.operations.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyUses;
import coffer.operations.House;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of a key's use: counted at once, kept by the minute.
class GetKeyUsageTest {
  @TempDir Path directory;
  private House house;
  private Calls calls;
  private Key key;

  @BeforeEach
  void build() {
    house = new House(directory);
    calls = new Calls(house);
    key = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private byte[] encrypt() {
    return calls.encrypt(key, "text", Optional.empty());
  }

  private GetKeyUsage.Answer usage(int days) {
    return calls.answer(
        GetKeyUsage.OPERATION, new GetKeyUsage.Request(key.id().value(), Optional.of(days)));
  }

  private void write() {
    house.keys.uses().write(house.clock.instant());
  }

  @Test
  void callsAreCountedByDayWhetherWrittenOrNot() {
    assertThat(usage(30).lastUsed()).isEmpty();
    byte[] blob = encrypt();
    calls.decrypt(blob, Optional.empty());
    assertThat(usage(30).calls()).isEqualTo(2);
    write();
    write();
    assertThat(usage(30).calls()).isEqualTo(2);
    encrypt();
    assertThat(usage(30).days().day()).containsExactly(new GetKeyUsage.Entry("2026-03-01", 3));
    write();
    house.clock.forward(Duration.ofDays(2));
    encrypt();
    write();
    GetKeyUsage.Answer all = usage(30);
    assertThat(all.days().day())
        .containsExactly(
            new GetKeyUsage.Entry("2026-03-01", 3), new GetKeyUsage.Entry("2026-03-03", 1));
    assertThat(all.lastUsed()).contains(house.clock.instant());
    assertThat(all.lastUsedBy().orElseThrow()).startsWith("root/");
    assertThat(usage(2).calls()).isEqualTo(1);
  }

  @Test
  void whatIsRefusedOrOnlyLooksUsesNothing() {
    calls.answer(DisableKey.OPERATION, new DisableKey.Request(key.id().value()));
    assertThat(Calls.refusal(this::encrypt)).isEqualTo(ErrorCode.DISABLED);
    calls.answer(DescribeKey.OPERATION, new DescribeKey.Request(key.id().value()));
    assertThat(usage(30).calls()).isZero();
  }

  @Test
  void reEncryptionUsesBothKeys() {
    Key other = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    byte[] blob = encrypt();
    calls.answer(
        ReEncrypt.OPERATION,
        new ReEncrypt.Request(
            blob,
            other.id().value(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    assertThat(usage(1).calls()).isEqualTo(2);
    key = other;
    assertThat(usage(1).calls()).isEqualTo(1);
  }

  @Test
  void daysBeyondReachAreForgottenAndNoKeyIsNeeded() {
    encrypt();
    write();
    house.clock.forward(Duration.ofDays(401));
    encrypt();
    write();
    List<KeyUses> kept = house.store.read(view -> view.keyUses(key.id(), 0, 10));
    assertThat(kept).hasSize(1);
    assertThat(
            calls.refusal(
                GetKeyUsage.OPERATION, new GetKeyUsage.Request(key.id().value(), Optional.of(401))))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    house.keys.uses().count(new KeyId("key-00000000000000000000"), "root", house.clock.instant());
    write();
  }
}
