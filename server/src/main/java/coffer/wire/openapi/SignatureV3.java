package coffer.wire.openapi;

import java.util.HexFormat;

/// ACS3-HMAC-SHA256. Writes an empty parameter as `name=`.
record SignatureV3() implements SignatureScheme {
  static final String ALGORITHM = "ACS3-HMAC-SHA256";

  @Override
  public String accessKeyId(RpcRequest request) {
    return AcsClaim.credential(request);
  }

  @Override
  public Claim read(RpcRequest request) {
    Claim claim = AcsClaim.read(request, ALGORITHM, Canonical.Empty.EQUALS, Canonical.Empty.BARE);
    if (!claim.scope().isEmpty()) {
      throw SignatureScheme.incomplete("Credential");
    }
    return claim;
  }

  @Override
  public String sign(byte[] secret, Claim claim, String stringToSign) {
    return HexFormat.of().formatHex(Digests.hmacSha256(secret, stringToSign));
  }
}
