package coffer.wire.openapi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The Authorization header of V3 and V4: an algorithm and three fields in any order.
///
/// @param signedHeaders lower-case names, in the order sent
record AcsAuthorization(String credential, List<String> signedHeaders, String signature) {
  private static final int CHARS_MAX = 8 * 1024;
  private static final int SIGNED_HEADERS_MAX = 64;

  static String algorithm(String header) {
    int end = header.indexOf(' ');
    return end < 0 ? header : header.substring(0, end);
  }

  static AcsAuthorization parse(String header) {
    if (header.length() > CHARS_MAX) {
      throw SignatureScheme.incomplete("Authorization");
    }
    Map<String, String> fields = new HashMap<>();
    for (String field : header.substring(algorithm(header).length()).split(",", -1)) {
      int equals = field.indexOf('=');
      if (equals < 0
          || fields.put(field.substring(0, equals).strip(), field.substring(equals + 1).strip())
              != null) {
        throw SignatureScheme.incomplete("Authorization");
      }
    }
    List<String> signedHeaders = List.of(field(fields, "SignedHeaders").split(";", -1));
    if (signedHeaders.size() > SIGNED_HEADERS_MAX) {
      throw SignatureScheme.incomplete("SignedHeaders");
    }
    return new AcsAuthorization(
        field(fields, "Credential"), signedHeaders, field(fields, "Signature"));
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw SignatureScheme.incomplete(name);
    }
    return value;
  }
}
