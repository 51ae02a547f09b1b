package coffer.wire.openapi;

import coffer.http.HttpCall;
import coffer.model.AccessDeniedDetail;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// An answer ready to leave. Clients choose their parser by the exact content type.
record Reply(int status, Format format, byte[] body) {
  private static final int HOST_CHARS_MAX = 255;

  enum Format {
    JSON("application/json;charset=utf-8"),
    XML("text/xml;charset=utf-8");

    private final String contentType;

    Format(String contentType) {
      this.contentType = contentType;
    }

    /// By the raw query, so that it can be told also where the query cannot be read.
    static Format askedBy(HttpCall call) {
      String query = "&" + call.query() + "&";
      int at = query.indexOf("&Format=");
      return at >= 0 && query.regionMatches(true, at, "&Format=XML&", 0, 12) ? XML : JSON;
    }

    static Format askedBy(Parameters parameters) {
      return parameters.value("Format").equalsIgnoreCase("XML") ? XML : JSON;
    }

    AnswerWriter writer(String root) {
      return this == XML ? new XmlWriter(root) : new JsonWriter();
    }
  }

  /// The two error bodies that clients know, in one. Every field is there, and every one but the
  /// status is text: clients assert the types.
  static Reply error(HttpCall call, Format format, ErrorCode code, String message) {
    return error(call, format, code, message, Optional.empty());
  }

  /// With why policies refused, where they did.
  static Reply refusal(HttpCall call, Format format, KmsException refusal) {
    return error(call, format, refusal.code(), message(refusal), refusal.detail());
  }

  private static Reply error(
      HttpCall call,
      Format format,
      ErrorCode code,
      String message,
      Optional<AccessDeniedDetail> detail) {
    AnswerWriter out = format.writer("Error");
    String host = call.header("host");
    out.text("RequestId", call.requestId());
    out.text("HostId", host.substring(0, Math.min(host.length(), HOST_CHARS_MAX)));
    out.text("Code", code.code());
    out.text("Message", message);
    out.number("HttpStatus", code.httpStatus());
    out.text("Recommend", "");
    detail.ifPresent(why -> write(out, why));
    return new Reply(code.httpStatus(), format, out.end());
  }

  private static void write(AnswerWriter out, AccessDeniedDetail why) {
    String name = "AccessDeniedDetail";
    out.openObject(name);
    out.text("AuthAction", why.action());
    out.text("AuthResource", why.resource());
    out.text("AuthPrincipalType", why.principalType());
    out.text("AuthPrincipalOwnerId", why.account());
    out.text("AuthPrincipalDisplayName", why.principal());
    out.text("NoPermissionType", why.noPermissionType());
    out.text("PolicyType", why.policyType());
    out.closeObject(name);
  }

  static String message(KmsException refusal) {
    return Objects.requireNonNullElse(refusal.getMessage(), refusal.code().message());
  }

  void send(HttpCall call) {
    call.respond(
        status,
        List.of(
            Map.entry("content-type", format.contentType),
            Map.entry("x-acs-request-id", call.requestId())),
        body);
  }
}
