package coffer.wire.openapi;

import coffer.model.KmsException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What V3 and V4 have in common: reading a request whose signature covers the query, the body and
/// the headers that it lists. Each value that is acted on must be among these.
final class AcsClaim {
  private static final String CONTENT_HASH = "x-acs-content-sha256";

  private static final String SECURITY_TOKEN = "x-acs-security-token";

  private AcsClaim() {}

  static String credential(RpcRequest request) {
    try {
      return AcsAuthorization.parse(request.header("authorization")).credential();
    } catch (KmsException e) {
      return "";
    }
  }

  /// @param first how this version writes empty values
  /// @param second how the other version does, which is accepted as well
  static Claim read(
      RpcRequest request, String algorithm, Canonical.Empty first, Canonical.Empty second) {
    if (request.isRepeated("authorization")) {
      throw SignatureScheme.incomplete("Authorization");
    }
    AcsAuthorization authorization = AcsAuthorization.parse(request.header("authorization"));
    Set<String> signed = signed(request, authorization.signedHeaders());
    if (request.header(CONTENT_HASH).isEmpty()) {
      throw SignatureScheme.incomplete(CONTENT_HASH);
    }
    // The content type says whether the body holds parameters at all.
    if (!request.form().all().isEmpty() && !signed.contains("content-type")) {
      throw SignatureScheme.incomplete("content-type");
    }
    String nonce = covered(request, signed, "x-acs-signature-nonce", "SignatureNonce");
    if (nonce.length() > SignatureScheme.NONCE_CHARS_MAX) {
      throw SignatureScheme.incomplete("x-acs-signature-nonce");
    }
    List<String> stringsToSign =
        Canonical.queries(request.query(), first, second).stream()
            .map(query ->
                Canonical.acsStringToSign(algorithm, request, query, authorization.signedHeaders()))
            .toList();
    List<String> credential = List.of(authorization.credential().split("/", -1));
    return new Claim(
        credential.getFirst(),
        credential.subList(1, credential.size()),
        covered(request, signed, "x-acs-action", "Action"),
        covered(request, signed, "x-acs-version", "Version"),
        SignatureScheme.date(covered(request, signed, "x-acs-date", "Timestamp")),
        Optional.of(nonce),
        securityToken(request, signed),
        request.header(CONTENT_HASH).equals(request.bodyHash()),
        authorization.signature(),
        stringsToSign);
  }

  /// Lasting credentials have none; one that is there must be signed.
  private static String securityToken(RpcRequest request, Set<String> signed) {
    boolean sent =
        !request.header(SECURITY_TOKEN).isEmpty()
            || !request.all().value("SecurityToken").isEmpty();
    return sent ? covered(request, signed, SECURITY_TOKEN, "SecurityToken") : "";
  }

  private static Set<String> signed(RpcRequest request, List<String> names) {
    Set<String> signed = new HashSet<>();
    for (String name : names) {
      if (!request.hasHeader(name) || request.isRepeated(name) || !signed.add(name)) {
        throw SignatureScheme.incomplete("SignedHeaders");
      }
    }
    return signed;
  }

  /// A value from a signed header or from the parameters, which the signature always covers. Where
  /// both speak they must agree, signed or not: otherwise a proxy and the service would not see the
  /// same request.
  private static String covered(
      RpcRequest request, Set<String> signed, String header, String parameter) {
    String inHeader = request.header(header);
    String inParameters = request.all().value(parameter);
    boolean agree = inHeader.isEmpty() || inParameters.isEmpty() || inHeader.equals(inParameters);
    if (agree && !inParameters.isEmpty()) {
      return inParameters;
    }
    if (agree && !inHeader.isEmpty() && signed.contains(header)) {
      return inHeader;
    }
    throw SignatureScheme.incomplete(header);
  }
}
