package coffer.operations.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.House;
import coffer.operations.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What tests of this API call all the time, as the account's root.
record Calls(House house) {
  <Q extends Record, A extends Record> A answer(Operation<Q, A> operation, Q request) {
    return house.pipeline.call(House.root(), operation, request);
  }

  <Q extends Record, A extends Record> ErrorCode refusal(Operation<Q, A> operation, Q request) {
    return refusal(() -> answer(operation, request));
  }

  static ErrorCode refusal(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(KmsException.class);
    return ((KmsException) thrown).code();
  }

  byte[] encrypt(Key key, String text, Optional<Map<String, String>> context) {
    try (SecretBytes secret = House.secret(text)) {
      return answer(Encrypt.OPERATION, new Encrypt.Request(key.id().value(), secret, context))
          .ciphertextBlob();
    }
  }

  String decrypt(byte[] blob, Optional<Map<String, String>> context) {
    return text(
        answer(Decrypt.OPERATION, new Decrypt.Request(blob, context, Optional.empty()))
            .plaintext());
  }

  static String text(SecretBytes secret) {
    try (secret) {
      return secret.use(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
