package coffer.operations.ram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.operations.House;
import coffer.operations.Operation;
import java.util.Optional;

/// What tests of this API call all the time, as the account's root.
record RamCalls(House house) {
  <Q extends Record, A extends Record> A answer(Operation<Q, A> operation, Q request) {
    return house.pipeline.call(House.root(), operation, request);
  }

  /// A refusal that the operation declares: the pipeline asserts it.
  <Q extends Record, A extends Record> ErrorCode refusal(Operation<Q, A> operation, Q request) {
    Throwable thrown = catchThrowable(() -> answer(operation, request));
    assertThat(thrown).isInstanceOf(KmsException.class);
    return ((KmsException) thrown).code();
  }

  void createUser(String name) {
    answer(
        CreateUser.OPERATION,
        new CreateUser.Request(
            name,
            Optional.of("Dr. " + name),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }
}
