package coffer.wire.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.operations.Api;
import coffer.operations.Operation;
import coffer.operations.Operations;
import coffer.operations.Target;
import coffer.operations.catalog.Catalog;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageGapsTest {
  record Request(int length) {}

  record Misnamed(int size) {}

  record Mistyped(boolean length) {}

  record Answer(byte[] random) {}

  private static Operations only(Class<? extends Record> request) {
    return new Operations(List.of(operation(request)));
  }

  private static <Q extends Record> Operation<Q, Answer> operation(Class<Q> request) {
    return Operation.of(
        Api.INSTANCE,
        "GenerateRandom",
        "For tests.",
        request,
        Answer.class,
        Operation.Kind.CRYPTO,
        Set.of(),
        (_, _, _) -> new Target.Service(),
        (_, _) -> new Answer(new byte[1]));
  }

  @Test
  void recordsThatFitHaveNoGaps() {
    assertThat(MessageGaps.of(only(Request.class))).isEmpty();
  }

  @Test
  void everyFieldOfEveryMessageIsCarriedByTheOperationsOfTheCatalog() {
    assertThat(Catalog.all().find(Api.INSTANCE, "AdvanceDecrypt")).isPresent();
    assertThat(MessageGaps.of(Catalog.all())).isEmpty();
  }

  @Test
  void fieldsThatNothingCarriesAreListed() {
    assertThat(MessageGaps.of(new TestOperations().all()))
        .contains("AdvanceEncrypt.Plaintext", "GetSecretValue>SecretType")
        .doesNotContain("Encrypt.KeyId", "Encrypt>RequestId");
  }

  @Test
  void componentsThatNothingFillsAreRefused() {
    assertThatThrownBy(() -> MessageGaps.of(only(Misnamed.class)))
        .hasMessageContaining("no field for instance:GenerateRandom Size");
    assertThatThrownBy(() -> MessageGaps.of(only(Mistyped.class)))
        .hasMessageContaining("no way from coffer.instance.GenerateRandomRequest.Length");
  }
}
