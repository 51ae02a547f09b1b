package coffer.wire.openapi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// ACS4-HMAC-SHA256: as V3, but under a key derived for one day, region and product, which the
/// credential names. Writes an empty parameter as `name`.
record SignatureV4() implements SignatureScheme {
  static final String ALGORITHM = "ACS4-HMAC-SHA256";

  private static final String TERMINATOR = "aliyun_v4_request";
  private static final byte[] PREFIX = "aliyun_v4".getBytes(StandardCharsets.US_ASCII);
  private static final int SCOPE_PARTS = 4;

  @Override
  public String accessKeyId(RpcRequest request) {
    String credential = AcsClaim.credential(request);
    int end = credential.indexOf('/');
    return end < 0 ? credential : credential.substring(0, end);
  }

  @Override
  public Claim read(RpcRequest request) {
    Claim claim = AcsClaim.read(request, ALGORITHM, Canonical.Empty.BARE, Canonical.Empty.EQUALS);
    List<String> scope = claim.scope();
    if (scope.size() != SCOPE_PARTS
        || !scope.getLast().equals(TERMINATOR)
        || !scope.getFirst().equals(day(claim))) {
      throw SignatureScheme.incomplete("Credential");
    }
    return claim;
  }

  @Override
  public String sign(byte[] secret, Claim claim, String stringToSign) {
    byte[] key = Arrays.copyOf(PREFIX, PREFIX.length + secret.length);
    System.arraycopy(secret, 0, key, PREFIX.length, secret.length);
    for (String part : claim.scope()) {
      byte[] next = Digests.hmacSha256(key, part);
      Arrays.fill(key, (byte) 0);
      key = next;
    }
    try {
      return HexFormat.of().formatHex(Digests.hmacSha256(key, stringToSign));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /// `yyyyMMdd`
  private static String day(Claim claim) {
    return claim.date().toString().substring(0, 10).replace("-", "");
  }
}
