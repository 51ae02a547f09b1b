package coffer.bench;

import coffer.cli.BenchSetting;
import coffer.operations.Api;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.function.IntFunction;

/// Encrypt over the OpenAPI. A nonce serves once, so these are signed as they are sent; the client
/// pays three hashes for that, the server nothing.
final class OpenApiRequests implements Requests {
  private final BenchSetting setting;
  private final Clock clock;
  private final IntFunction<byte[]> plaintext;
  private final String run;
  private int count;

  /// @param run tells the nonces of this row from those of others
  OpenApiRequests(BenchSetting setting, Clock clock, IntFunction<byte[]> plaintext, String run) {
    this.setting = setting;
    this.clock = clock;
    this.plaintext = plaintext;
    this.run = run;
  }

  @Override
  public byte[] next() {
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(plaintext.apply(count));
    String nonce = run + "-" + count++;
    byte[] form =
        ("KeyId=" + setting.key(KeySpecs.AES) + "&Plaintext=" + text)
            .getBytes(StandardCharsets.US_ASCII);
    String date = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    StringBuilder head = new StringBuilder(1024).append("POST / HTTP/1.1\r\n");
    setting
        .signed(Api.KMS, "Encrypt", form, date, nonce)
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("accept: application/json\r\ncontent-length: ").append(form.length);
    return Wire.joined(head.append("\r\n\r\n").toString(), form);
  }
}
