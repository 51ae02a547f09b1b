package coffer.bench;

import coffer.cli.BenchSetting;
import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.google.protobuf.MessageLite;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Requests of the Instance API as the Java SDK sends them, each signed by the client key for real:
/// made beforehand, so that the client's RSA work stays out of the figures. The protocol has no
/// nonce; dates are good for 15 minutes.
final class InstanceRequests {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final BenchSetting setting;
  private final Clock clock;
  private final Provider provider;
  private final PrivateKey key;

  InstanceRequests(BenchSetting setting, Clock clock) {
    this.setting = setting;
    this.clock = clock;
    AmazonCorrettoCryptoProvider fast = AmazonCorrettoCryptoProvider.INSTANCE;
    boolean works = fast.getLoadingError() == null;
    try {
      this.provider = works ? fast : Security.getProviders("Signature.SHA256withRSA")[0];
      this.key =
          works
              ? (PrivateKey) KeyFactory.getInstance("RSA", fast).translateKey(setting.clientKey())
              : setting.clientKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the client key cannot be used", e);
    }
  }

  /// @param body gives each message another content
  byte[][] make(String action, int count, IntFunction<MessageLite> body) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atZone(ZoneOffset.UTC));
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(i -> request(action, date, body.apply(i).toByteArray()))
        .toArray(byte[][]::new);
  }

  private byte[] request(String action, String date, byte[] body) {
    try {
      String hash = HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(body));
      String toSign =
          String.join(
              "\n",
              "POST",
              hash,
              PROTOBUF,
              date,
              "x-kms-acccesskeyid:" + setting.clientKeyId(),
              "x-kms-apiname:" + action,
              "x-kms-apiversion:dkms-gcs-0.2",
              "x-kms-signaturemethod:RSA_PKCS1_SHA_256",
              "/");
      Signature signature = Signature.getInstance("SHA256withRSA", provider);
      signature.initSign(key);
      signature.update(toSign.getBytes(StandardCharsets.UTF_8));
      String head =
          String.join(
              "\r\n",
              "POST / HTTP/1.1",
              "accept: " + PROTOBUF,
              "date: " + date,
              "user-agent: AlibabaCloud (Linux; amd64) Java/25 coffer-bench",
              "x-kms-apiversion: dkms-gcs-0.2",
              "x-kms-apiname: " + action,
              "x-kms-signaturemethod: RSA_PKCS1_SHA_256",
              "x-kms-acccesskeyid: " + setting.clientKeyId(),
              "content-sha256: " + hash,
              "authorization: Bearer " + Base64.getEncoder().encodeToString(signature.sign()),
              "Content-Type: " + PROTOBUF,
              "Content-Length: " + body.length,
              "Host: " + setting.authority(),
              "Connection: Keep-Alive",
              "Accept-Encoding: gzip",
              "",
              "");
      return Wire.joined(head, body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the client key cannot sign", e);
    }
  }
}
