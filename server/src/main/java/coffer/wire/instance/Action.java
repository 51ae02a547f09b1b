package coffer.wire.instance;

import coffer.http.HttpCall;
import coffer.model.ErrorCode;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.operations.Caller;
import coffer.operations.Operation;
import coffer.operations.Pipeline;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One operation as this protocol serves it.
final class Action<Q extends Record, A extends Record> {
  private static final Logger LOG = LoggerFactory.getLogger(Action.class);

  private final Pipeline pipeline;
  private final Operation<Q, A> operation;
  private final RequestDecoder<Q> decoder;
  private final AnswerEncoder<A> encoder;

  Action(Pipeline pipeline, Operation<Q, A> operation) {
    this.pipeline = pipeline;
    this.operation = operation;
    this.decoder = RequestDecoder.of(operation);
    this.encoder = AnswerEncoder.of(operation);
  }

  /// Answers, here or off the loop. Throws only before that, when the body is no such request.
  void run(HttpCall call, Caller caller, Optional<KeyVersionId> keyVersion) {
    Q request = decode(call.body(), keyVersion);
    boolean handedOver = false;
    try {
      if (pipeline.runsInline(caller, operation, request)) {
        handedOver = true;
        perform(call, caller, request);
      } else {
        call.offLoop(() -> perform(call, caller, request), () -> decoder.close(request));
        handedOver = true;
      }
    } finally {
      if (!handedOver) {
        decoder.close(request);
      }
    }
  }

  private Q decode(byte[] body, Optional<KeyVersionId> keyVersion) {
    try {
      return decoder.decode(body, keyVersion);
    } finally {
      if (decoder.holdsSecrets()) {
        Arrays.fill(body, (byte) 0);
      }
    }
  }

  private void perform(HttpCall call, Caller caller, Q request) {
    A answer;
    try {
      answer = pipeline.call(caller, operation, request);
    } catch (KmsException e) {
      Answers.refuse(call, e);
      return;
    } catch (RuntimeException e) {
      LOG.error("{} failed, request {}", operation.action(), caller.requestId(), e);
      Answers.refuse(call, new KmsException(ErrorCode.INTERNAL_FAILURE));
      return;
    } finally {
      decoder.close(request);
    }
    send(call, answer);
  }

  private void send(HttpCall call, A answer) {
    byte[] message;
    Optional<String> keyVersionId;
    try {
      message = encoder.encode(answer, call.requestId());
      keyVersionId = encoder.keyVersionId(answer);
    } catch (RuntimeException e) {
      LOG.error("{} has an answer that cannot be sent", operation.action(), e);
      Answers.refuse(call, new KmsException(ErrorCode.INTERNAL_FAILURE));
      return;
    } finally {
      encoder.close(answer);
    }
    if (keyVersionId.isPresent()) {
      Answers.send(call, message, keyVersionId.get());
    } else {
      Answers.send(call, message);
    }
  }
}
