package coffer.wire.openapi;

import coffer.model.KmsException;
import coffer.operations.Caller;
import coffer.operations.DryRun;
import coffer.operations.Operation;
import coffer.operations.Pipeline;

/// One operation as this wire serves it: what its parameters and its answer look like, worked out
/// once.
final class Endpoint<Q extends Record, A extends Record> {
  private final Operation<Q, A> operation;
  private final RequestDecoder<Q> decoder;
  private final AnswerEncoder<A> encoder;
  private final SecretFields<Q> requestSecrets;
  private final SecretFields<A> answerSecrets;
  private final String root;

  private Endpoint(Operation<Q, A> operation) {
    this.operation = operation;
    this.decoder = RequestDecoder.of(operation.request());
    this.encoder = AnswerEncoder.of(operation.answer());
    this.requestSecrets = SecretFields.of(operation.request());
    this.answerSecrets = SecretFields.of(operation.answer());
    this.root = operation.name() + "Response";
  }

  static <Q extends Record, A extends Record> Endpoint<Q, A> of(Operation<Q, A> operation) {
    return new Endpoint<>(operation);
  }

  String action() {
    return operation.action();
  }

  boolean knows(String parameter) {
    return decoder.knows(parameter);
  }

  Decoded decode(Parameters parameters) {
    try {
      return new Decoded(decoder.decode(parameters));
    } catch (KmsException e) {
      throw rehearses(parameters) ? DryRun.refusal(e) : e;
    }
  }

  /// A rehearsal that makes no request is refused as a rehearsal.
  private boolean rehearses(Parameters parameters) {
    return DryRun.class.isAssignableFrom(operation.request())
        && parameters.value("DryRun").equalsIgnoreCase("true");
  }

  /// A request in its operation's own words. Owns the request's secrets.
  final class Decoded implements AutoCloseable {
    private final Q request;

    private Decoded(Q request) {
      this.request = request;
    }

    boolean runsInline(Pipeline pipeline, Caller caller) {
      return pipeline.runsInline(caller, operation, request);
    }

    /// Answers, or throws what the pipeline throws.
    Reply perform(Pipeline pipeline, Caller caller, Reply.Format format) {
      A answer = pipeline.call(caller, operation, request);
      AnswerWriter out = format.writer(root);
      try {
        encoder.write(out, answer);
        out.text("RequestId", caller.requestId());
        return new Reply(200, format, out.end());
      } catch (RuntimeException e) {
        out.discard();
        throw e;
      } finally {
        answerSecrets.close(answer);
      }
    }

    @Override
    public void close() {
      requestSecrets.close(request);
    }
  }
}
