package coffer.wire.instance;

import coffer.http.HttpCall;
import coffer.model.KmsException;
import coffer.wire.instance.proto.InstanceMessages;
import java.util.List;
import java.util.Map;

/// Sends answers of this protocol. An error always has a message: the Java client fails on one
/// without.
final class Answers {
  private static final Map.Entry<String, String> CONTENT_TYPE =
      Map.entry("content-type", Envelope.CONTENT_TYPE);
  private static final List<Map.Entry<String, String>> PLAIN = List.of(CONTENT_TYPE);

  private Answers() {}

  static void send(HttpCall call, byte[] message) {
    call.respond(200, PLAIN, message);
  }

  static void send(HttpCall call, byte[] message, String keyVersionId) {
    call.respond(
        200, List.of(CONTENT_TYPE, Map.entry(Envelope.KEY_VERSION_HEADER, keyVersionId)), message);
  }

  static void refuse(HttpCall call, KmsException refusal) {
    refuse(call, refusal.code().httpStatus(), refusal);
  }

  static void refuse(HttpCall call, int status, KmsException refusal) {
    InstanceMessages.Error error =
        InstanceMessages.Error.newBuilder()
            .setStatusCode(status)
            .setErrorCode(refusal.code().code())
            .setErrorMessage(Refusals.text(refusal))
            .setRequestId(call.requestId())
            .build();
    call.respond(status, PLAIN, error.toByteArray());
  }
}
