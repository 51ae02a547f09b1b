package coffer.wire.openapi;

import coffer.model.KmsException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// HMAC-SHA1 over the parameters of query and form together. Some clients sign empty parameters,
/// others leave them out; both are right.
record SignatureV1() implements SignatureScheme {
  private static final String SIGNATURE = "Signature";

  @Override
  public String accessKeyId(RpcRequest request) {
    return request.all().value("AccessKeyId");
  }

  @Override
  public Claim read(RpcRequest request) {
    Parameters all = request.all();
    require(all, "SignatureMethod", "HMAC-SHA1");
    require(all, "SignatureVersion", "1.0");
    String nonce = all.value("SignatureNonce");
    if (nonce.length() > NONCE_CHARS_MAX) {
      throw SignatureScheme.incomplete("SignatureNonce");
    }
    Parameters signed = all.without(SIGNATURE);
    List<String> stringsToSign =
        Canonical.queries(signed, Canonical.Empty.EQUALS, Canonical.Empty.OMITTED).stream()
            .map(query -> Canonical.rpcStringToSign(request.method(), query))
            .toList();
    return new Claim(
        needed(all, "AccessKeyId"),
        List.of(),
        present(all, "Action"),
        present(all, "Version"),
        SignatureScheme.date(needed(all, "Timestamp")),
        nonce.isEmpty() ? Optional.empty() : Optional.of(nonce),
        all.value("SecurityToken"),
        true,
        needed(all, SIGNATURE),
        stringsToSign);
  }

  @Override
  public String sign(byte[] secret, Claim claim, String stringToSign) {
    byte[] key = Arrays.copyOf(secret, secret.length + 1);
    key[secret.length] = '&';
    try {
      return Base64.getEncoder().encodeToString(Digests.hmacSha1(key, stringToSign));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static void require(Parameters all, String name, String value) {
    if (!all.value(name).equals(value)) {
      throw SignatureScheme.incomplete(name);
    }
  }

  private static String needed(Parameters all, String name) {
    String value = all.value(name);
    if (value.isEmpty()) {
      throw SignatureScheme.incomplete(name);
    }
    return value;
  }

  /// Not part of the signature's own fields, so an absence has its own code.
  private static String present(Parameters all, String name) {
    String value = all.value(name);
    if (value.isEmpty()) {
      throw KmsException.missing(name);
    }
    return value;
  }
}
