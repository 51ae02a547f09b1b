package coffer.wire.instance;

import coffer.access.ClientKeys;
import coffer.access.Principal;
import coffer.http.HttpCall;
import coffer.operations.Operation;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/// What this protocol does for one kind of call, step by step, for the benchmark.
@NullMarked
public final class WireSteps<Q extends Record, A extends Record> {
  private final Gate gate;
  private final RequestDecoder<Q> decoder;
  private final AnswerEncoder<A> encoder;

  public WireSteps(Operation<Q, A> operation, ClientKeys clientKeys, Clock clock) {
    this.gate = new Gate(clientKeys, RsaSignatures.best(), clock);
    this.decoder = RequestDecoder.of(operation);
    this.encoder = AnswerEncoder.of(operation);
  }

  /// Reads the signed headers and verifies the signature. Throws for a bad one.
  public Principal.Application admit(HttpCall call) {
    return gate.admit(call, Envelope.read(call));
  }

  /// @param body wiped by the caller
  public Q decode(byte[] body) {
    return decoder.decode(body, Optional.empty());
  }

  public void close(Q request) {
    decoder.close(request);
  }

  /// Message and header, as they are handed to HTTP.
  public int encode(A answer, String requestId) {
    byte[] message = encoder.encode(answer, requestId);
    int length = message.length + encoder.keyVersionId(answer).map(String::length).orElse(0);
    encoder.close(answer);
    return length;
  }
}
