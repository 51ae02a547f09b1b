package coffer.bench;

import coffer.cli.BenchSigner;
import coffer.operations.Api;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.function.IntFunction;

/// Calls of one action over the OpenAPI, each with a nonce of its own.
final class OpenApiRequests implements Requests {
  private final BenchSigner signer;
  private final Clock clock;
  private final BenchSigner.Scheme scheme;
  private final String action;
  private final String run;
  private final IntFunction<SortedMap<String, String>> parameters;
  private int count;

  /// @param run tells the nonces of this row from those of others
  /// @param parameters of a call, by its number
  OpenApiRequests(
      BenchSigner signer,
      Clock clock,
      BenchSigner.Scheme scheme,
      String action,
      String run,
      IntFunction<SortedMap<String, String>> parameters) {
    this.signer = signer;
    this.clock = clock;
    this.scheme = scheme;
    this.action = action;
    this.run = run;
    this.parameters = parameters;
  }

  @Override
  public byte[] next() {
    SortedMap<String, String> those = parameters.apply(count);
    String nonce = run + "-" + count++;
    String date = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    BenchSigner.Signed signed = signer.signed(scheme, Api.KMS, action, those, date, nonce);
    StringBuilder head = new StringBuilder(1024).append("POST / HTTP/1.1\r\n");
    signed
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("accept: application/json\r\ncontent-length: ").append(signed.form().length);
    return Wire.joined(head.append("\r\n\r\n").toString(), signed.form());
  }
}
