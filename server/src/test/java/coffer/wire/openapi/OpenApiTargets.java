package coffer.wire.openapi;

import coffer.fuzz.FuzzTarget;
import coffer.operations.Api;
import coffer.operations.Operation;
import coffer.operations.catalog.Catalog;
import coffer.operations.kms.KmsTexts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What the OpenAPI reads: queries and forms, signatures, dates, JSON, and every operation's
/// parameters.
public final class OpenApiTargets {
  private static final String V1 =
      "Action=Encrypt&AccessKeyId=a&Format=JSON&KeyId=key-hzz62f1cb66fa42qo&Plaintext=aGVsbG8%3D"
          + "&SignatureMethod=HMAC-SHA1&SignatureNonce=1&SignatureVersion=1.0"
          + "&Timestamp=2026-01-31T00%3A00%3A00Z&Version=2016-01-20&Signature=c2ln";

  private OpenApiTargets() {}

  public static List<FuzzTarget> all() {
    List<FuzzTarget> all = new ArrayList<>(KmsTexts.all());
    all.add(
        FuzzTarget.of("parameters", Parameters.class, input -> Parameters.parse(latin1(input)))
            .from(V1, "a=1&a=1&b", "=", "a=%F0%9F%98%80+%2B")
            .words("%", "%00", "%C3%28", "&", "=", "+", "a=1&", "%ED%A0%80"));
    all.add(
        FuzzTarget.of("percent", Percent.class, OpenApiTargets::percent)
            .from("a%20b", "%E2%82%AC", "+")
            .words("%", "%FF", "%ff", "%F4%90%80%80", "%C0%80"));
    all.add(
        FuzzTarget.of("signature", SignatureScheme.class, OpenApiTargets::signature)
            .from(
                V1,
                "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host;x-acs-action;x-acs-date,Signature=0a",
                "ACS4-HMAC-SHA256 Credential=a/20260131/cn-hangzhou/kms/aliyun_v4_request,"
                    + "SignedHeaders=host;x-acs-action,Signature=0a")
            .words("Credential=", ",", ";", "SignedHeaders=", "Signature=", "/", "ACS3", "ACS4"));
    all.add(
        FuzzTarget.of(
                "authorization",
                AcsAuthorization.class,
                input -> {
                  AcsAuthorization.algorithm(latin1(input));
                  AcsAuthorization.parse(latin1(input));
                })
            .from("ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host;date,Signature=0a")
            .words("Credential=", ",", ";", "=", " "));
    all.add(
        FuzzTarget.of("wire-date", WireDate.class, input -> WireDate.parse(utf8(input)))
            .from("2026-01-31T00:00:00Z")
            .words("Z", "T", "+01:00", "-999999999", "24:00:00", ".123", "60"));
    all.add(
        FuzzTarget.of(
                "json",
                JsonText.class,
                input -> {
                  JsonText.members(utf8(input));
                  JsonText.strings(utf8(input));
                })
            .from("{\"a\":\"b\",\"c\":\"d\"}", "[\"a\",\"b\"]", "{\"a\":{\"b\":[1,null,true]}}")
            .words("[", "{", "\"", "\\u0000", "\\ud800", "null", "1e999", ",", ":", "//"));
    for (Operation<?, ?> operation : Catalog.all().all()) {
      if (operation.api() != Api.INSTANCE) {
        all.add(operation(operation));
      }
    }
    return all;
  }

  private static void percent(byte[] input) {
    String text = latin1(input);
    String decoded = Percent.decode(text, 0, text.length());
    StringBuilder encoded = new StringBuilder();
    Percent.encode(decoded, encoded);
    if (!Percent.decode(encoded.toString(), 0, encoded.length()).equals(decoded)) {
      throw new IllegalStateException("not the same after a round");
    }
  }

  /// The same bytes as an Authorization header and as a form.
  private static void signature(byte[] input) {
    TestCall call =
        new TestCall()
            .header("host", "localhost")
            .header("x-acs-action", "Encrypt")
            .header("x-acs-version", "2016-01-20")
            .header("x-acs-date", "2026-01-31T00:00:00Z")
            .header("x-acs-content-sha256", "00");
    if (latin1(input).startsWith("ACS")) {
      call.header("authorization", latin1(input));
    } else {
      call.header("content-type", "application/x-www-form-urlencoded");
      call.body = input.clone();
    }
    RpcRequest request = RpcRequest.of(call);
    SignatureScheme.of(request)
        .ifPresent(scheme -> {
          scheme.accessKeyId(request);
          Claim claim = scheme.read(request);
          claim.stringsToSign().forEach(text -> scheme.sign(new byte[] {1}, claim, text));
        });
  }

  private static <Q extends Record> FuzzTarget operation(Operation<Q, ?> operation) {
    RequestDecoder<Q> decoder = RequestDecoder.of(operation.request());
    SecretFields<Q> secrets = SecretFields.of(operation.request());
    StringBuilder query = new StringBuilder("Format=JSON");
    for (String name : names(operation)) {
      query.append('&').append(name).append("=1");
    }
    return FuzzTarget.of(
            "openapi-" + operation.action().replace(':', '-'),
            RequestDecoder.class,
            input -> secrets.close(decoder.decode(Parameters.parse(latin1(input)))))
        .from(query.toString())
        .words(".1=", "&", "=", "true", "-1", "99999999999999999999", "%5B%22a%22%5D", "%7B%7D");
  }

  private static List<String> names(Operation<?, ?> operation) {
    return coffer.operations.Shape.of(operation.request().asSubclass(Record.class))
        .fields()
        .stream()
        .map(coffer.operations.Shape.Field::name)
        .toList();
  }

  private static String latin1(byte[] input) {
    return new String(input, StandardCharsets.ISO_8859_1);
  }

  private static String utf8(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }
}
