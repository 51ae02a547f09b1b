package coffer.operations.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.audit.AuditEvent;
import coffer.audit.AuditLog;
import coffer.audit.AuditSettings;
import coffer.audit.HeadSigner;
import coffer.audit.HeadStore;
import coffer.model.ErrorCode;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.operations.House;
import coffer.operations.des.GetHsmHealth;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator asks of the service: its trail, its numbers, its HSMs.
class AuditQuestionsTest {
  @TempDir Path directory;
  private House house;
  private Calls calls;

  @BeforeEach
  void build() {
    house = new House(directory);
    calls = new Calls(house);
  }

  @AfterEach
  void close() {
    house.close();
  }

  /// Closing signs the newest record.
  private void write(int records) throws Exception {
    HeadSigner signer =
        new HeadSigner() {
          @Override
          public String signer() {
            return "serial";
          }

          @Override
          public byte[] sign(byte[] message) {
            return message.clone();
          }
        };
    try (AuditLog log =
        AuditLog.open(
            directory.resolve("trail"),
            AuditSettings.of(AuditSettings.Durability.GROUP),
            HeadStore.in(house.store),
            () -> List.of(signer),
            Clock.systemUTC())) {
      for (int i = 1; i <= records; i++) {
        log.record(
            new AuditEvent(
                house.clock.instant(), "root", "kms:Encrypt", "key/a", "OK", "r" + i, "::1", ""));
      }
    }
  }

  private SearchAuditRecords.Request request(
      Optional<String> begins, Optional<String> id, Optional<Integer> max, Optional<String> token) {
    return new SearchAuditRecords.Request(
        begins,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        id,
        Optional.empty(),
        max,
        token);
  }

  @Test
  void theTrailIsReadPageByPageToItsEnd() throws Exception {
    write(25);
    List<Long> seen = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      SearchAuditRecords.Answer page =
          calls.answer(
              SearchAuditRecords.OPERATION,
              request(Optional.empty(), Optional.empty(), Optional.of(10), token));
      page.records().record().forEach(entry -> seen.add(entry.sequence()));
      token = page.nextToken();
    } while (token.isPresent());
    assertThat(seen).hasSize(25).startsWith(25L, 24L).endsWith(2L, 1L);
    SearchAuditRecords.Answer one =
        calls.answer(
            SearchAuditRecords.OPERATION,
            request(Optional.empty(), Optional.of("r7"), Optional.empty(), Optional.empty()));
    assertThat(one.records().record()).hasSize(1);
    assertThat(one.records().record().getFirst().sequence()).isEqualTo(7);
  }

  @Test
  void whatCannotBeMeantIsRefusedByName() {
    for (SearchAuditRecords.Request wrong :
        List.of(
            request(Optional.of("yesterday"), Optional.empty(), Optional.empty(), Optional.empty()),
            request(Optional.empty(), Optional.of("x".repeat(513)), Optional.empty(), none()),
            request(Optional.empty(), Optional.empty(), Optional.of(0), none()),
            request(Optional.empty(), Optional.empty(), Optional.of(101), none()),
            request(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("-1")),
            request(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("x")))) {
      assertThat(calls.refusal(SearchAuditRecords.OPERATION, wrong))
          .isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  @Test
  void aRecordIsProvenOnceItsHeadIsSigned() throws Exception {
    assertThat(calls.refusal(GetAuditProof.OPERATION, new GetAuditProof.Request(1)))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
    write(3);
    GetAuditProof.Answer proof =
        calls.answer(GetAuditProof.OPERATION, new GetAuditProof.Request(2));
    assertThat(proof.auditRecord()).contains("\"r2\"");
    assertThat(proof.head().signer()).isEqualTo("serial");
    assertThat(proof.payloads().payload()).isNotEmpty();
    assertThat(calls.refusal(GetAuditProof.OPERATION, new GetAuditProof.Request(0)))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(calls.refusal(GetAuditProof.OPERATION, new GetAuditProof.Request(4)))
        .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
  }

  @Test
  void keysAreCountedByStateAndSpec() {
    house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    String ec = house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY).id().value();
    calls.answer(DisableKey.OPERATION, new DisableKey.Request(ec));
    GetServiceStatistics.Answer counted =
        calls.answer(GetServiceStatistics.OPERATION, new GetServiceStatistics.Request());
    assertThat(counted.keyCount()).isEqualTo(3);
    assertThat(counted.keyStates().state())
        .containsExactly(
            new GetServiceStatistics.Count("Enabled", 2),
            new GetServiceStatistics.Count("Disabled", 1));
    assertThat(counted.keySpecs().spec())
        .containsExactlyInAnyOrder(
            new GetServiceStatistics.Count("Aliyun_AES_256", 2),
            new GetServiceStatistics.Count("EC_P256", 1));
    assertThat(counted.clusterCount()).isEqualTo(1);
  }

  @Test
  void hsmsTellHowTheyAre() {
    GetHsmHealth.Answer health = calls.answer(GetHsmHealth.OPERATION, new GetHsmHealth.Request());
    assertThat(health.serving()).isEqualTo(health.hsms().hsm().size()).isEqualTo(2);
    assertThat(health.failing()).isZero();
    assertThat(health.zonesServing()).isEqualTo(2);
  }
}
