package coffer.wire.openapi;

import coffer.access.Principal;
import coffer.http.HttpCall;
import coffer.http.Wire;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.operations.Caller;
import coffer.operations.Operations;
import coffer.operations.Pipeline;
import coffer.ram.AccessKeys;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The OpenAPI protocol: one path, signed parameters, an action by name. Also the wire of last
/// resort: whatever no other protocol claims is answered here, with a JSON error.
public final class OpenApiWire implements Wire {
  private static final Logger LOG = LoggerFactory.getLogger(OpenApiWire.class);
  private static final Principal NOBODY = Authenticator.claimed("");
  private static final String NO_ACTION = "openapi:unknown";

  private final Endpoints endpoints;
  private final Pipeline pipeline;
  private final Authenticator authenticator;
  private final UnknownParameters unknown = new UnknownParameters();

  public OpenApiWire(
      Operations operations,
      Pipeline pipeline,
      AccessKeys keys,
      Clock clock,
      SignatureRules rules) {
    this.endpoints = new Endpoints(operations);
    this.pipeline = pipeline;
    this.authenticator = new Authenticator(keys, clock, rules);
  }

  @Override
  public boolean speaks(HttpCall head) {
    return true;
  }

  @Override
  public void handle(HttpCall call) {
    answer(call).ifPresent(reply -> reply.send(call));
  }

  @Override
  public void refuse(HttpCall head, int status) {
    ErrorCode code =
        switch (status) {
          case 405 -> ErrorCode.UNSUPPORTED_HTTP_METHOD;
          case 408 -> ErrorCode.REQUEST_TOO_SLOW;
          case 413 -> ErrorCode.REQUEST_TOO_LARGE;
          case 414 -> ErrorCode.URI_TOO_LONG;
          case 417 -> ErrorCode.EXPECTATION_FAILED;
          case 429 -> ErrorCode.THROTTLING;
          case 431 -> ErrorCode.HEADERS_TOO_LARGE;
          case 503 -> ErrorCode.SERVICE_UNAVAILABLE;
          default -> ErrorCode.PARSE_REQUEST_PARAMETER;
        };
    Reply.Format format = Reply.Format.askedBy(head);
    refused(head, format, NOBODY, NO_ACTION, code, code.message()).send(head);
  }

  /// Empty when the work was handed over and will answer by itself.
  private Optional<Reply> answer(HttpCall call) {
    Reply.Format format = Reply.Format.askedBy(call);
    try {
      RpcRequest request = read(call);
      format = Reply.Format.askedBy(request.all());
      return switch (authenticator.verify(request)) {
        case Verdict.Refused(Principal.Unauthenticated claimed, ErrorCode code, String message) -> {
          String action = endpoints.action(version(request), action(request));
          yield Optional.of(refused(call, format, claimed, action, code, message));
        }
        case Verdict.Proven(Principal principal, Claim claim) ->
            dispatch(call, request.all(), format, principal, claim);
      };
    } catch (KmsException e) {
      return Optional.of(refused(call, format, NOBODY, NO_ACTION, e.code(), Reply.message(e)));
    } catch (RuntimeException e) {
      return Optional.of(failed(call, format, e));
    }
  }

  private static RpcRequest read(HttpCall call) {
    if (!call.method().equals("GET") && !call.method().equals("POST")) {
      throw new KmsException(ErrorCode.UNSUPPORTED_HTTP_METHOD);
    }
    if (!call.path().equals("/")) {
      throw new KmsException(ErrorCode.INVALID_ACTION);
    }
    return RpcRequest.of(call);
  }

  private Optional<Reply> dispatch(
      HttpCall call, Parameters parameters, Reply.Format format, Principal principal, Claim claim) {
    boolean handedOver = false;
    Endpoint<?, ?>.Decoded decoded = null;
    try {
      Endpoint<?, ?> endpoint = endpoints.require(claim.version(), claim.action());
      unknown.note(endpoint, parameters);
      Caller caller = new Caller(principal, call.source(), call.secure(), call.requestId());
      Endpoint<?, ?>.Decoded work = endpoint.decode(parameters);
      decoded = work;
      if (work.runsInline(pipeline, caller)) {
        return Optional.of(perform(call, work, caller, format));
      }
      call.offLoop(() -> performOffLoop(call, work, caller, format), work::close);
      handedOver = true;
      return Optional.empty();
    } catch (KmsException e) {
      String action = endpoints.action(claim.version(), claim.action());
      return Optional.of(refused(call, format, principal, action, e.code(), Reply.message(e)));
    } catch (RejectedExecutionException e) {
      ErrorCode busy = ErrorCode.SERVICE_UNAVAILABLE;
      String action = endpoints.action(claim.version(), claim.action());
      return Optional.of(refused(call, format, principal, action, busy, busy.message()));
    } finally {
      if (decoded != null && !handedOver) {
        decoded.close();
      }
    }
  }

  private void performOffLoop(
      HttpCall call, Endpoint<?, ?>.Decoded work, Caller caller, Reply.Format format) {
    Reply reply;
    try (work) {
      reply = perform(call, work, caller, format);
    }
    reply.send(call);
  }

  /// Refusals from here on are audited by the pipeline.
  private Reply perform(
      HttpCall call, Endpoint<?, ?>.Decoded work, Caller caller, Reply.Format format) {
    try {
      return work.perform(pipeline, caller, format);
    } catch (KmsException e) {
      return Reply.refusal(call, format, e);
    } catch (RuntimeException e) {
      return failed(call, format, e);
    }
  }

  private Reply refused(
      HttpCall call,
      Reply.Format format,
      Principal principal,
      String action,
      ErrorCode code,
      String message) {
    try {
      pipeline.refused(principal, action, code, call.source(), call.requestId());
      return Reply.error(call, format, code, message);
    } catch (KmsException e) {
      return Reply.error(call, format, e.code(), Reply.message(e));
    }
  }

  private static Reply failed(HttpCall call, Reply.Format format, RuntimeException e) {
    LOG.error("request {} failed", call.requestId(), e);
    ErrorCode code = ErrorCode.INTERNAL_FAILURE;
    return Reply.error(call, format, code, code.message());
  }

  private static String action(RpcRequest request) {
    String inHeader = request.header("x-acs-action");
    return inHeader.isEmpty() ? request.all().value("Action") : inHeader;
  }

  private static String version(RpcRequest request) {
    String inHeader = request.header("x-acs-version");
    return inHeader.isEmpty() ? request.all().value("Version") : inHeader;
  }
}
