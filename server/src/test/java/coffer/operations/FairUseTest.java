package coffer.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.access.Principal;
import coffer.model.AccessKeyId;
import coffer.model.EntityId;
import coffer.model.ErrorCode;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.RoleName;
import coffer.model.UserName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FairUseTest {
  @TempDir Path directory;

  private static final Principal ANNE = user("anne", "LTAI0123456789abcdef");
  private static final Principal BOB = user("bob", "LTAI0123456789abcdeg");

  private static Principal user(String name, String key) {
    return new Principal.User(
        "1000000000000001",
        new EntityId("200000000000000001"),
        new UserName(name),
        new AccessKeyId(key),
        false);
  }

  private static Principal session(String session, String key) {
    return new Principal.RoleSession(
        "1000000000000001",
        new EntityId("300000000000000001"),
        new RoleName("reader"),
        session,
        new AccessKeyId(key),
        false,
        Optional.empty());
  }

  private static FairUse limited(CallClass calls, int perSecond, int waitMillis) {
    return new FairUse(new FairUseLimits(Map.of(calls, perSecond), Duration.ofMillis(waitMillis)));
  }

  /// How many of the calls, all at once and each on a virtual thread, were let through.
  private static int admitted(FairUse fairUse, Principal principal, int calls) throws Exception {
    List<Future<Boolean>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> call =
          () -> {
            try {
              fairUse.take(principal, CallClass.SYMMETRIC);
              return true;
            } catch (KmsException e) {
              assertThat(e.code()).isEqualTo(ErrorCode.THROTTLING);
              return false;
            }
          };
      for (int i = 0; i < calls; i++) {
        results.add(threads.submit(call));
      }
    }
    int admitted = 0;
    for (Future<Boolean> result : results) {
      admitted += result.get() ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void withoutLimitsNobodyWaits() throws Exception {
    FairUse free = new FairUse(FairUseLimits.NONE);
    assertThat(admitted(free, ANNE, 2000)).isEqualTo(2000);
    assertThat(free.isFree(ANNE, CallClass.SYMMETRIC)).isTrue();
    assertThat(free.waited(CallClass.SYMMETRIC)).isZero();
  }

  @Test
  void beyondTheShareAFewWaitAndTheRestAreRefused() throws Exception {
    FairUse fairUse = limited(CallClass.SYMMETRIC, 20, 400);
    int admitted = admitted(fairUse, ANNE, 100);
    long waited = fairUse.waited(CallClass.SYMMETRIC);
    assertThat(waited).isBetween(1L, 16L);
    assertThat(admitted).isBetween(20 + (int) waited, 60);
    assertThat(fairUse.refused(CallClass.SYMMETRIC)).isEqualTo(100 - admitted);
  }

  @Test
  void nobodyPaysForAnother() throws Exception {
    FairUse fairUse = limited(CallClass.SYMMETRIC, 20, 0);
    assertThat(admitted(fairUse, ANNE, 200)).isLessThan(100);
    assertThat(fairUse.isFree(BOB, CallClass.SYMMETRIC)).isTrue();
    assertThat(admitted(fairUse, BOB, 20)).isEqualTo(20);
  }

  @Test
  void oneClassLeavesTheOthersAlone() throws Exception {
    FairUse fairUse = limited(CallClass.SYMMETRIC, 1, 0);
    assertThat(admitted(fairUse, ANNE, 50)).isLessThan(50);
    for (int i = 0; i < 50; i++) {
      fairUse.take(ANNE, CallClass.READ);
    }
    assertThat(fairUse.isFree(ANNE, CallClass.READ)).isTrue();
  }

  @Test
  void anEventLoopNeverWaitsAndTheNextPay() throws Exception {
    FairUse fairUse = limited(CallClass.SYMMETRIC, 2, 0);
    for (int i = 0; i < 40; i++) {
      fairUse.take(ANNE, CallClass.SYMMETRIC);
    }
    assertThat(fairUse.isFree(ANNE, CallClass.SYMMETRIC)).isFalse();
    assertThat(admitted(fairUse, ANNE, 5)).isZero();
  }

  @Test
  void neitherMoreKeysNorMoreSessionsAreMoreShares() throws Exception {
    FairUse fairUse = limited(CallClass.SYMMETRIC, 10, 0);
    assertThat(admitted(fairUse, ANNE, 200)).isLessThan(100);
    assertThat(fairUse.isFree(user("anne", "LTAI0123456789abcdez"), CallClass.SYMMETRIC)).isFalse();
    assertThat(admitted(fairUse, session("one", "LTAI0123456789abcdez"), 200)).isLessThan(100);
    assertThat(fairUse.isFree(session("two", "LTAI0123456789abcdey"), CallClass.SYMMETRIC))
        .isFalse();
  }

  @Test
  void whatACallCostsIsItsKeys() {
    try (House house = new House(directory)) {
      Target aes = new Target.OfKey(house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT));
      Target ec = new Target.OfKey(house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY));
      assertThat(CallClass.of(Operation.Kind.CRYPTO, aes)).isEqualTo(CallClass.SYMMETRIC);
      assertThat(CallClass.of(Operation.Kind.CRYPTO, ec)).isEqualTo(CallClass.ASYMMETRIC);
      assertThat(CallClass.of(Operation.Kind.READ, ec)).isEqualTo(CallClass.READ);
      assertThat(CallClass.of(Operation.Kind.CHANGE, ec)).isEqualTo(CallClass.CHANGE);
    }
  }

  @Test
  void aRefusalIsAuditedAndLeavesTheEventLoopFirst() throws Exception {
    FairUse fairUse = limited(CallClass.READ, 1, 0);
    try (House house = new House(directory)) {
      Pipeline pipeline = house.pipeline(fairUse);
      Operation<PipelineTest.Request, PipelineTest.Answer> inline =
          PipelineTest.inline(Operation.Kind.READ);
      PipelineTest.Request request = new PipelineTest.Request("x");
      assertThat(pipeline.runsInline(House.root(), inline, request)).isTrue();
      assertThat(pipeline.call(House.root(), inline, request).text()).isEqualTo("done");
      assertThat(pipeline.runsInline(House.root(), inline, request)).isFalse();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<?> call = threads.submit(() -> pipeline.call(House.root(), inline, request));
        assertThatThrownBy(call::get).hasCause(new KmsException(ErrorCode.THROTTLING));
      }
      assertThat(house.audit.last().event().outcome()).isEqualTo("THROTTLING");
    }
  }
}
