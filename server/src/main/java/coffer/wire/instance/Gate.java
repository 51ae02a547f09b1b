package coffer.wire.instance;

import coffer.access.ClientKeys;
import coffer.access.Principal;
import coffer.http.HttpCall;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.OptionalLong;

/// Tells who is calling, from the bytes alone.
final class Gate {
  private static final long SKEW_SECONDS_MAX = 15 * 60;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Gate::sha256);

  private final ClientKeys clientKeys;
  private final RsaSignatures signatures;
  private final Clock clock;

  Gate(ClientKeys clientKeys, RsaSignatures signatures, Clock clock) {
    this.clientKeys = clientKeys;
    this.signatures = signatures;
    this.clock = clock;
  }

  /// Refuses in an order that clients rely on: a request replayed without its body must hear of the
  /// body's hash, not of its date.
  Principal.Application admit(HttpCall call, Envelope envelope) {
    byte[] signature = envelope.signature();
    if (!HEX.formatHex(SHA_256.get().digest(call.body())).equals(envelope.contentSha256())) {
      throw Refusals.invalidParam("Content-SHA256");
    }
    Instant now = clock.instant();
    OptionalLong sent = HttpDate.parse(envelope.date());
    if (sent.isEmpty()) {
      throw Refusals.invalidParam("Date");
    }
    if (Math.abs(now.getEpochSecond() - sent.getAsLong()) > SKEW_SECONDS_MAX) {
      throw new KmsException(ErrorCode.REQUEST_TIME_TOO_SKEWED);
    }
    ClientKeys.Valid key =
        clientKeys
            .find(envelope.clientKeyId(), now)
            .orElseThrow(() -> Refusals.unknownClientKey(envelope.clientKeyId()));
    if (!signatures.verify(key.publicKey(), envelope.textToSign(), signature)) {
      throw new KmsException(ErrorCode.SIGNATURE_NOT_MATCH);
    }
    return key.principal();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
