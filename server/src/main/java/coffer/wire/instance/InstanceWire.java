package coffer.wire.instance;

import coffer.access.ClientKeys;
import coffer.access.Principal;
import coffer.http.HttpCall;
import coffer.http.Wire;
import coffer.model.ErrorCode;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Caller;
import coffer.operations.Operation;
import coffer.operations.Operations;
import coffer.operations.Pipeline;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Instance API. Whatever happens, a caller gets a protobuf message: clients read nothing else.
public final class InstanceWire implements Wire {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceWire.class);
  private static final String UNKNOWN_ACTION = Api.INSTANCE.prefix() + ":Unknown";

  private final Pipeline pipeline;
  private final Gate gate;
  private final Map<String, Action<?, ?>> actions = new LinkedHashMap<>();

  /// @throws IllegalStateException when an operation does not fit its messages
  public InstanceWire(
      Operations operations,
      Pipeline pipeline,
      ClientKeys clientKeys,
      Clock clock,
      RsaSignatures signatures) {
    this.pipeline = pipeline;
    this.gate = new Gate(clientKeys, signatures, clock);
    for (Operation<?, ?> operation : operations.all()) {
      if (operation.api() == Api.INSTANCE) {
        actions.put(operation.name(), new Action<>(pipeline, operation));
      }
    }
  }

  @Override
  public boolean speaks(HttpCall head) {
    return !head.header(Envelope.VERSION_HEADER).isEmpty()
        || !head.header(Envelope.NAME_HEADER).isEmpty()
        || head.header("accept").equals(Envelope.CONTENT_TYPE)
        || head.header("content-type").equals(Envelope.CONTENT_TYPE);
  }

  @Override
  public void handle(HttpCall call) {
    if (!call.method().equals("POST")) {
      refuse(call, 405);
      return;
    }
    Principal.Application principal = null;
    try {
      Envelope envelope = Envelope.read(call);
      Action<?, ?> action = actions.get(envelope.apiName());
      if (action == null) {
        throw Refusals.apiName(envelope.apiName());
      }
      principal = gate.admit(call, envelope);
      action.run(
          call,
          new Caller(principal, call.source(), call.secure(), call.requestId()),
          keyVersion(envelope));
    } catch (KmsException e) {
      refuse(call, principal == null ? claimed(call) : principal, e.code().httpStatus(), e);
    } catch (RuntimeException e) {
      LOG.error("request {} failed", call.requestId(), e);
      KmsException failure = new KmsException(ErrorCode.INTERNAL_FAILURE);
      refuse(call, principal == null ? claimed(call) : principal, 500, failure);
    }
  }

  @Override
  public void refuse(HttpCall head, int status) {
    ErrorCode code =
        switch (status) {
          case 400 -> ErrorCode.INVALID_PARAMETER;
          case 405 -> ErrorCode.UNSUPPORTED_HTTP_METHOD;
          case 408 -> ErrorCode.REQUEST_TOO_SLOW;
          case 413 -> ErrorCode.REQUEST_TOO_LARGE;
          case 414 -> ErrorCode.URI_TOO_LONG;
          case 417 -> ErrorCode.EXPECTATION_FAILED;
          case 429 -> ErrorCode.THROTTLING;
          case 431 -> ErrorCode.HEADERS_TOO_LARGE;
          case 503 -> ErrorCode.SERVICE_UNAVAILABLE;
          default -> ErrorCode.INTERNAL_FAILURE;
        };
    refuse(head, claimed(head), status, new KmsException(code));
  }

  /// Before the pipeline, which records what it refuses itself.
  private void refuse(HttpCall call, Principal principal, int status, KmsException refusal) {
    try {
      pipeline.refused(principal, action(call), refusal.code(), call.source(), call.requestId());
    } catch (KmsException e) {
      Answers.refuse(call, e);
      return;
    }
    Answers.refuse(call, status, refusal);
  }

  private static Optional<KeyVersionId> keyVersion(Envelope envelope) {
    String text = envelope.keyVersionId();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<KeyVersionId> id = KeyVersionId.parse(text);
    if (id.isEmpty()) {
      throw KmsException.invalid(Envelope.KEY_VERSION_HEADER);
    }
    return id;
  }

  private static Principal claimed(HttpCall call) {
    return new Principal.Unauthenticated(Refusals.echo(call.header(Envelope.CLIENT_KEY_HEADER)));
  }

  private String action(HttpCall call) {
    String name = call.header(Envelope.NAME_HEADER);
    return actions.containsKey(name) ? Api.INSTANCE.prefix() + ":" + name : UNKNOWN_ACTION;
  }
}
