package coffer.wire.instance;

import coffer.http.HttpCall;
import coffer.model.KmsException;
import coffer.operations.Api;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The headers of one request that are signed or sign it. Each may come once: a second value would
/// be one that the signature does not tell apart.
final class Envelope {
  static final String VERSION_HEADER = "x-kms-apiversion";
  static final String NAME_HEADER = "x-kms-apiname";
  static final String CLIENT_KEY_HEADER = "x-kms-acccesskeyid";
  static final String KEY_VERSION_HEADER = "x-kms-migrationkeyversionid";
  private static final String METHOD_HEADER = "x-kms-signaturemethod";
  private static final String SIGNED_PREFIX = "x-kms-";
  private static final String SIGNATURE_METHOD = "RSA_PKCS1_SHA_256";
  static final String CONTENT_TYPE = "application/x-protobuf";
  private static final List<String> SCHEMES = List.of("Bearer ", "TOKEN ");
  private static final Comparator<Map.Entry<String, String>> BY_NAME = Map.Entry.comparingByKey();

  private final String method;
  private final List<Map.Entry<String, String>> signed = new ArrayList<>(8);
  private String contentSha256 = "";
  private String contentType = "";
  private String date = "";
  private String authorization = "";

  private Envelope(HttpCall call) {
    method = call.method();
    for (Map.Entry<String, String> header : call.headers()) {
      String value = header.getValue().trim();
      switch (header.getKey()) {
        case "content-sha256" -> contentSha256 = once(header, contentSha256, value);
        case "content-type" -> contentType = once(header, contentType, value);
        case "date" -> date = once(header, date, value);
        case "authorization" -> authorization = once(header, authorization, value);
        default -> {
          if (header.getKey().startsWith(SIGNED_PREFIX)) {
            signed.add(header);
          }
        }
      }
    }
    signed.sort(BY_NAME);
    for (int i = 1; i < signed.size(); i++) {
      if (signed.get(i).getKey().equals(signed.get(i - 1).getKey())) {
        throw KmsException.invalid(Refusals.echo(signed.get(i).getKey()));
      }
    }
  }

  private static String once(Map.Entry<String, String> header, String before, String value) {
    if (!before.isEmpty()) {
      throw KmsException.invalid(header.getKey());
    }
    return value;
  }

  /// Checks that all is there and of the kind this protocol knows.
  static Envelope read(HttpCall call) {
    Envelope envelope = new Envelope(call);
    String version = envelope.required(VERSION_HEADER);
    if (!version.equals(Api.INSTANCE.version())) {
      throw Refusals.apiVersion(version);
    }
    envelope.required(NAME_HEADER);
    if (!envelope.required(METHOD_HEADER).equals(SIGNATURE_METHOD)) {
      throw Refusals.invalidParam(METHOD_HEADER);
    }
    envelope.required(CLIENT_KEY_HEADER);
    required("Date", envelope.date);
    required("Content-SHA256", envelope.contentSha256);
    required("Authorization", envelope.authorization);
    required("Content-Type", envelope.contentType);
    if (!envelope.contentType.toLowerCase(Locale.ROOT).startsWith(CONTENT_TYPE)) {
      throw Refusals.contentType(envelope.contentType);
    }
    return envelope;
  }

  private String required(String name) {
    return required(name, signed(name));
  }

  private static String required(String name, String value) {
    if (value.isEmpty()) {
      throw Refusals.missing(name);
    }
    return value;
  }

  private String signed(String name) {
    for (Map.Entry<String, String> header : signed) {
      if (header.getKey().equals(name)) {
        return header.getValue().trim();
      }
    }
    return "";
  }

  String apiName() {
    return signed(NAME_HEADER);
  }

  String clientKeyId() {
    return signed(CLIENT_KEY_HEADER);
  }

  /// Which key version a transfer client means; empty mostly.
  String keyVersionId() {
    return signed(KEY_VERSION_HEADER);
  }

  String contentSha256() {
    return contentSha256;
  }

  String date() {
    return date;
  }

  byte[] signature() {
    for (String scheme : SCHEMES) {
      if (authorization.startsWith(scheme)) {
        try {
          return Base64.getDecoder().decode(authorization.substring(scheme.length()));
        } catch (IllegalArgumentException e) {
          throw Refusals.invalidParam("Authorization");
        }
      }
    }
    throw Refusals.invalidParam("Authorization");
  }

  /// What clients sign. Header values are Latin-1 characters for the bytes received, so this gives
  /// those bytes back.
  byte[] textToSign() {
    StringBuilder text = new StringBuilder(512);
    text.append(method).append('\n');
    text.append(contentSha256).append('\n');
    text.append(contentType).append('\n');
    text.append(date).append('\n');
    for (Map.Entry<String, String> header : signed) {
      text.append(header.getKey()).append(':').append(header.getValue().trim()).append('\n');
    }
    return text.append('/').toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
