package coffer.wire.openapi;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import java.time.Instant;
import java.util.Optional;

/// One way of signing a request.
sealed interface SignatureScheme permits SignatureV1, SignatureV3, SignatureV4 {
  int NONCE_CHARS_MAX = 256;

  /// The scheme that a request says it is signed by. The Authorization header decides: V1 requests
  /// of newer clients carry `x-acs-` headers too.
  static Optional<SignatureScheme> of(RpcRequest request) {
    String authorization = request.header("authorization");
    if (authorization.startsWith("ACS")) {
      return switch (AcsAuthorization.algorithm(authorization)) {
        case SignatureV3.ALGORITHM -> Optional.of(new SignatureV3());
        case SignatureV4.ALGORITHM -> Optional.of(new SignatureV4());
        default -> Optional.empty();
      };
    }
    return request.all().find("Signature").map(_ -> new SignatureV1());
  }

  /// Whom a request says it is from, however broken the rest; "" when it does not say.
  String accessKeyId(RpcRequest request);

  /// Reads what is signed; refuses with `INCOMPLETE_SIGNATURE` what the signature does not cover.
  Claim read(RpcRequest request);

  /// The signature that the owner of the secret would have made.
  String sign(byte[] secret, Claim claim, String stringToSign);

  /// @param what names the header or parameter that is missing or uncovered; a constant
  static KmsException incomplete(String what) {
    return new KmsException(
        ErrorCode.INCOMPLETE_SIGNATURE,
        ErrorCode.INCOMPLETE_SIGNATURE.message() + " Check \"" + what + "\".");
  }

  static Instant date(String text) {
    return WireDate.parse(text).orElseThrow(() -> new KmsException(ErrorCode.INVALID_TIMESTAMP));
  }
}
