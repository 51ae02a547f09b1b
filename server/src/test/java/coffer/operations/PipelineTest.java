package coffer.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.access.Principal;
import coffer.audit.AuditEvent;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.AuditRecorder.Entry;
import coffer.operations.AuditRecorder.Way;
import coffer.store.StoreException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
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

  @BeforeEach
  void repair() {
    house.audit.breakDown(false);
  }

  record Request(String text) {}

  record Answer(String text) {}

  record SecretAnswer(String id, SecretBytes secret) {}

  private static Operation<Request, Answer> operation(
      Operation.Kind kind, Supplier<Answer> handler) {
    return Operation.of(
        Api.KMS,
        "Test",
        "For tests.",
        Request.class,
        Answer.class,
        kind,
        Set.of(ErrorCode.KEY_NOT_FOUND),
        (_, _, request) -> new Target.Named("thing", request.text()),
        (_, call) -> {
          call.note("MARK");
          return handler.get();
        });
  }

  /// One that an event loop may run.
  static Operation<Request, Answer> inline(Operation.Kind kind) {
    Operation<Request, Answer> it = operation(kind, () -> new Answer("done"));
    return new Operation<>(
        it.api(),
        it.name(),
        it.summary(),
        it.request(),
        it.answer(),
        it.kind(),
        it.errors(),
        it.resolver(),
        it.handler(),
        (_, _) -> true);
  }

  private static Operation<Request, Answer> failing(RuntimeException failure) {
    return operation(
        Operation.Kind.READ,
        () -> {
          throw failure;
        });
  }

  @Test
  void anAllowedCallIsAnsweredAuditedAndMetered() {
    Operation<Request, Answer> operation =
        operation(Operation.Kind.CRYPTO, () -> new Answer("done"));
    assertThat(house.pipeline.call(House.root(), operation, new Request("x")).text())
        .isEqualTo("done");
    Entry entry = house.audit.last();
    assertThat(entry.way()).isEqualTo(Way.NORMAL);
    assertThat(entry.event())
        .isEqualTo(
            new AuditEvent(
                house.clock.instant(),
                "root/LTAI0123456789abcdef",
                "kms:Test",
                "thing/x",
                "OK",
                "request-1",
                "10.1.2.3",
                "MARK"));
    assertThat(house.metered).contains("kms:Test OK");
  }

  @Test
  void aChangeIsRecordedDurablyAndARefusedOneIsNot() {
    house.pipeline.call(
        House.root(), operation(Operation.Kind.CHANGE, () -> new Answer("")), new Request("x"));
    assertThat(house.audit.last().way()).isEqualTo(Way.DURABLE);
    refusal(
        House.root(),
        operation(
            Operation.Kind.CHANGE,
            () -> {
              throw new KmsException(ErrorCode.KEY_NOT_FOUND);
            }));
    assertThat(house.audit.last().way()).isEqualTo(Way.NORMAL);
    assertThat(house.audit.last().event().outcome()).isEqualTo("KEY_NOT_FOUND");
  }

  @Test
  void aCallWithoutPermissionIsAuditedAndNeverPerformed() {
    AtomicInteger performed = new AtomicInteger();
    Operation<Request, Answer> operation =
        operation(
            Operation.Kind.READ,
            () -> {
              performed.incrementAndGet();
              return new Answer("");
            });
    Caller stranger = House.as(new Principal.Unauthenticated("who"));
    assertThat(refusal(stranger, operation).code()).isEqualTo(ErrorCode.NO_PERMISSION);
    assertThat(performed).hasValue(0);
    AuditEvent event = house.audit.last().event();
    assertThat(event.outcome()).isEqualTo("NO_PERMISSION");
    assertThat(event.principal()).isEqualTo("unauthenticated/who");
    assertThat(event.resource()).isEqualTo("thing/x");
  }

  @Test
  void aCallOnNothingIsAuditedWithoutResource() {
    Operation<Request, Answer> operation =
        Operation.of(
            Api.KMS,
            "Test",
            "For tests.",
            Request.class,
            Answer.class,
            Operation.Kind.READ,
            Set.of(ErrorCode.KEY_NOT_FOUND),
            (_, _, _) -> {
              throw new KmsException(ErrorCode.KEY_NOT_FOUND);
            },
            (_, _) -> new Answer(""));
    assertThat(refusal(House.root(), operation).code()).isEqualTo(ErrorCode.KEY_NOT_FOUND);
    assertThat(house.audit.last().event().resource()).isEmpty();
    assertThat(house.audit.last().event().outcome()).isEqualTo("KEY_NOT_FOUND");
  }

  @Test
  void aBugIsAnInternalFailureWithoutDetail() {
    for (RuntimeException bug :
        new RuntimeException[] {
          new IllegalStateException("secret detail"), new ArithmeticException("secret detail")
        }) {
      KmsException refusal = refusal(House.root(), failing(bug));
      assertThat(refusal.code()).isEqualTo(ErrorCode.INTERNAL_FAILURE);
      assertThat(refusal).hasMessage(ErrorCode.INTERNAL_FAILURE.message()).hasNoCause();
      assertThat(house.audit.last().event().outcome()).isEqualTo("INTERNAL_FAILURE");
      assertThat(house.audit.last().event().toString()).doesNotContain("detail");
    }
  }

  @Test
  void lowerFloorsThatFailAreTemporaryWithoutDetail() {
    for (RuntimeException failure :
        new RuntimeException[] {
          new StoreException(StoreException.Reason.UNAVAILABLE, "disk"),
          new HsmException(HsmFailure.UNAVAILABLE, "CKR_DEVICE_ERROR")
        }) {
      KmsException refusal = refusal(House.root(), failing(failure));
      assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
      assertThat(refusal).hasMessage(ErrorCode.SERVICE_UNAVAILABLE.message()).hasNoCause();
      assertThat(house.audit.last().event().outcome()).isEqualTo("SERVICE_UNAVAILABLE");
    }
  }

  @Test
  void aFailingAuditRefusesEveryCall() {
    house.audit.breakDown(true);
    for (Operation.Kind kind : Operation.Kind.values()) {
      assertThat(refusal(House.root(), operation(kind, () -> new Answer("done"))).code())
          .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    }
    assertThat(refusal(House.root(), failing(new KmsException(ErrorCode.KEY_NOT_FOUND))).code())
        .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    Throwable thrown =
        catchThrowable(() ->
            house.pipeline.refused(
                new Principal.Unauthenticated("x"),
                "kms:Encrypt",
                ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                House.SOURCE,
                "r"));
    assertThat(thrown).isInstanceOf(KmsException.class);
    assertThat(((KmsException) thrown).code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
  }

  @Test
  void anAnswerThatCannotBeAuditedIsWiped() {
    byte[] bytes = {1, 2, 3};
    Operation<Request, SecretAnswer> operation =
        Operation.of(
            Api.KMS,
            "Test",
            "For tests.",
            Request.class,
            SecretAnswer.class,
            Operation.Kind.CRYPTO,
            Set.of(),
            (_, _, _) -> new Target.Service(),
            (_, _) -> new SecretAnswer("id", SecretBytes.owning(bytes)));
    house.audit.breakDown(true);
    house.metered.clear();
    Throwable thrown =
        catchThrowable(() -> house.pipeline.call(House.root(), operation, new Request("x")));
    assertThat(thrown).isInstanceOf(KmsException.class);
    assertThat(bytes).containsExactly(0, 0, 0);
    assertThat(house.metered).containsExactly("kms:Test SERVICE_UNAVAILABLE");
  }

  @Test
  void anErrorThatIsNotDeclaredIsABugThatTestsSee() {
    Throwable thrown =
        catchThrowable(() ->
            house.pipeline.call(
                House.root(),
                failing(new KmsException(ErrorCode.ALIAS_NOT_FOUND)),
                new Request("x")));
    assertThat(thrown).isInstanceOf(AssertionError.class).hasMessageContaining("must declare");
  }

  @Test
  void refusalsBeforeAnOperationAreAuditedByWhoWasRefused() {
    house.pipeline.refused(
        new Principal.Unauthenticated("x"),
        "kms:Encrypt",
        ErrorCode.SIGNATURE_DOES_NOT_MATCH,
        House.SOURCE,
        "r-1");
    assertThat(house.audit.last().way()).isEqualTo(Way.REFUSAL);
    house.pipeline.refused(
        House.root().principal(), "kms:?", ErrorCode.INVALID_ACTION, House.SOURCE, "r-2");
    Entry entry = house.audit.last();
    assertThat(entry.way()).isEqualTo(Way.NORMAL);
    assertThat(entry.event().outcome()).isEqualTo("INVALID_ACTION");
    assertThat(entry.event().requestId()).isEqualTo("r-2");
  }

  private static KmsException refusal(Caller caller, Operation<Request, Answer> operation) {
    int before = house.audit.size();
    Throwable thrown =
        catchThrowable(() -> house.pipeline.call(caller, operation, new Request("x")));
    assertThat(thrown).isInstanceOf(KmsException.class);
    assertThat(house.audit.size() - before).isBetween(0, 1);
    return (KmsException) thrown;
  }
}
