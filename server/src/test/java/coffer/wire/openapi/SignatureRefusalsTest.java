package coffer.wire.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Each way a signature can be wrong, and the documented code for it.
class SignatureRefusalsTest {
  private static final Map<String, String> ENCRYPT =
      Map.of("KeyId", "k", "Plaintext", "aGVsbG8=", "RegionId", "");
  private static final List<String> CARRIERS =
      List.of("x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce");

  private final TestService service = new TestService();
  private int nonces;

  private TestCall encrypt() {
    return TestSigner.v3("Encrypt", ENCRYPT, "nonce" + nonces++, TestService.DATE);
  }

  private void refused(TestCall call, int status, String code) {
    service.send(call);
    assertThat(call.text()).contains("\"Code\":\"" + code + "\"");
    assertThat(call.status).isEqualTo(status);
    assertThat(service.lastAudited().outcome()).isNotEqualTo("OK");
    assertThat(service.secrets).isEmpty();
  }

  @Test
  void aMissingHeaderIsAnIncompleteSignature() {
    for (String header : CARRIERS) {
      refused(TestSigner.signV3(encrypt().without(header)), 400, "IncompleteSignature");
    }
    TestCall call = encrypt().without("x-acs-content-sha256");
    refused(TestSigner.signV3(call), 400, "IncompleteSignature");
    refused(encrypt().without("authorization"), 400, "IncompleteSignature");
    // Named as signed, but not there.
    refused(encrypt().without("host"), 400, "IncompleteSignature");
  }

  @Test
  void anUnsignedHeaderIsAnIncompleteSignature() {
    for (String header : CARRIERS) {
      TestCall call = encrypt().without("authorization");
      SortedMap<String, String> signed = new TreeMap<>();
      call.headers().forEach(h -> signed.put(h.getKey(), h.getValue()));
      signed.remove(header);
      TestSigner.sign(
          call, call.query, "ACS3-HMAC-SHA256", TestSigner.KEY, "", TestSigner.SECRET, signed);
      refused(call, 400, "IncompleteSignature");
    }
  }

  /// The legacy Java client: content-type signed and host not, action and version in the query too,
  /// the signature before the signed headers.
  @Test
  void aSignatureWithoutTheHostIsServed() {
    Map<String, String> parameters = new HashMap<>(ENCRYPT);
    parameters.putAll(Map.of("Action", "Encrypt", "Version", "2016-01-20", "Format", "JSON"));
    TestCall call = TestSigner.v3("Encrypt", parameters, "legacy", TestService.DATE);
    call.without("authorization").header("content-type", "application/x-www-form-urlencoded");
    SortedMap<String, String> signed = new TreeMap<>();
    call.headers().forEach(h -> signed.put(h.getKey(), h.getValue()));
    signed.remove("host");
    TestSigner.sign(
        call, call.query, "ACS3-HMAC-SHA256", TestSigner.KEY, "", TestSigner.SECRET, signed);
    String authorization =
        call.headers().stream()
            .filter(h -> h.getKey().equals("authorization"))
            .findFirst()
            .orElseThrow()
            .getValue();
    int headers = authorization.indexOf(",SignedHeaders=");
    int signature = authorization.indexOf(",Signature=");
    call.with(
        "authorization",
        authorization.substring(0, headers)
            + authorization.substring(signature)
            + authorization.substring(headers, signature));
    assertThat(service.send(call).status).as(call.text()).isEqualTo(200);
  }

  @Test
  void headerAndQueryMustAgree() {
    Map<String, String> other =
        Map.of(
            "Action", "Decrypt",
            "Version", "2015-05-01",
            "Timestamp", "2024-01-02T03:04:06Z",
            "SignatureNonce", "other");
    other.forEach((name, value) -> {
      Map<String, String> parameters = new HashMap<>(ENCRYPT);
      parameters.put(name, value);
      TestCall call = TestSigner.v3("Encrypt", parameters, "n" + name, TestService.DATE);
      refused(call, 400, "IncompleteSignature");
    });
  }

  @Test
  void valuesMayStandInTheQueryInstead() {
    Map<String, String> parameters = new HashMap<>(ENCRYPT);
    parameters.put("Action", "Encrypt");
    parameters.put("Version", "2016-01-20");
    TestCall both = TestSigner.v3("Encrypt", parameters, "both", TestService.DATE);
    assertThat(service.send(both).status).isEqualTo(200);
    TestCall queryOnly =
        TestSigner.v3("Encrypt", parameters, "query", TestService.DATE)
            .without("x-acs-action")
            .without("x-acs-version");
    assertThat(service.send(TestSigner.signV3(queryOnly)).status).isEqualTo(200);
  }

  @Test
  void bothWaysToWriteAnEmptyParameterAreSigned() {
    String bare = TestSigner.query(ENCRYPT).replace("RegionId=", "RegionId");
    TestCall v3 = encrypt();
    assertThat(service.send(v3).status).isEqualTo(200);
    TestCall v3Bare = encrypt();
    assertThat(service.send(TestSigner.signV3(v3Bare, bare)).status).isEqualTo(200);
    for (String canonical : List.of(bare, TestSigner.query(ENCRYPT))) {
      TestCall v4 = TestSigner.signV4(encrypt(), canonical, "20240102");
      assertThat(service.send(v4).status).isEqualTo(200);
    }
  }

  @Test
  void theWireSpellingOfTheQueryDoesNotMatter() {
    TestCall call =
        TestSigner.v3("Encrypt", Map.of("KeyId", "a b*~", "Plaintext", "x"), "s", TestService.DATE);
    call.query = "Plaintext=%78&KeyId=a+b*%7e&";
    assertThat(service.send(call).status).isEqualTo(200);
  }

  @Test
  void datesOutsideTheSkewAreRefusedOnBothSides() {
    Instant date = Instant.parse(TestService.DATE);
    for (int side : new int[] {-1, 1}) {
      service.now = date.plus(Duration.ofMinutes(15L * side));
      assertThat(service.send(encrypt()).status).isEqualTo(200);
      service.secrets.clear();
      service.now = service.now.plusSeconds(side);
      refused(encrypt(), 400, "InvalidTimeStamp.Expired");
    }
    for (String nonsense : List.of("2024-01-02 03:04:05", "2024-13-02T03:04:05Z", "0", "ü")) {
      TestCall call = TestSigner.v3("Encrypt", ENCRYPT, "n" + nonsense, nonsense);
      refused(call, 400, "InvalidTimeStamp.Expired");
    }
  }

  @Test
  void aNonceIsServedOnce() {
    TestCall first = TestSigner.v3("Encrypt", ENCRYPT, "same", TestService.DATE);
    assertThat(service.send(first).status).isEqualTo(200);
    service.secrets.clear();
    refused(TestSigner.v3("Encrypt", ENCRYPT, "same", TestService.DATE), 400, "SignatureNonceUsed");
    // Signed ahead of our clock, a request stays acceptable for twice the skew.
    Instant date = Instant.parse(TestService.DATE);
    service.now = date.minus(Duration.ofMinutes(15));
    TestCall early = TestSigner.v3("Encrypt", ENCRYPT, "early", TestService.DATE);
    assertThat(service.send(early).status).isEqualTo(200);
    service.secrets.clear();
    service.now = date.plus(Duration.ofMinutes(15));
    refused(
        TestSigner.v3("Encrypt", ENCRYPT, "early", TestService.DATE), 400, "SignatureNonceUsed");
  }

  @Test
  void aNonceIsRememberedOnlyOnceTheSignatureIsVerified() {
    TestCall forged = TestSigner.v3("Encrypt", ENCRYPT, "mine", TestService.DATE);
    forged.with("authorization", forged.header("authorization").replaceAll(".$", "x"));
    refused(forged, 400, "SignatureDoesNotMatch");
    TestCall real = TestSigner.v3("Encrypt", ENCRYPT, "mine", TestService.DATE);
    assertThat(service.send(real).status).isEqualTo(200);
  }

  @Test
  void anAlteredRequestDoesNotMatch() {
    TestCall query = encrypt();
    query.query = query.query + "&KeySpec=RSA_2048";
    refused(query, 400, "SignatureDoesNotMatch");
    TestCall method = encrypt();
    method.method = "GET";
    refused(method, 400, "SignatureDoesNotMatch");
    refused(encrypt().body("altered"), 400, "SignatureDoesNotMatch");
    refused(encrypt().with("host", "elsewhere"), 400, "SignatureDoesNotMatch");
    TestCall hash = encrypt().with("x-acs-content-sha256", TestSigner.sha256(new byte[1]));
    refused(TestSigner.signV3(hash), 400, "SignatureDoesNotMatch");
  }

  @Test
  void everyFlippedBitOfASignatureIsRefused() {
    String authorization = encrypt().header("authorization");
    int start = authorization.indexOf("Signature=") + "Signature=".length();
    for (int i = start; i < authorization.length(); i++) {
      for (int bit = 0; bit < 7; bit++) {
        char flipped = (char) (authorization.charAt(i) ^ 1 << bit);
        if (flipped > ' ' && flipped != ',') {
          nonces = 0;
          TestCall call = encrypt();
          String altered = authorization.substring(0, i) + flipped + authorization.substring(i + 1);
          service.send(call.with("authorization", altered));
          assertThat(call.status).isEqualTo(400);
        }
      }
    }
    assertThat(service.secrets).isEmpty();
  }

  @Test
  void aMismatchEndsWithTheServersStringToSign() {
    TestCall call = encrypt().with("host", "elsewhere");
    refused(call, 400, "SignatureDoesNotMatch");
    String stringToSign =
        SignatureScheme.of(RpcRequest.of(call))
            .orElseThrow()
            .read(RpcRequest.of(call))
            .stringsToSign()
            .getFirst();
    assertThat(call.text())
        .contains(
            "\"Message\":\"Specified signature is not matched with our calculation."
                + " server string to sign is:"
                + stringToSign.replace("\n", "\\n")
                + "\"");
  }

  @Test
  void unknownAndDisabledKeysAreToldApart() {
    TestCall stranger = encrypt().without("authorization");
    TestSigner.sign(stranger, stranger.query, "ACS3-HMAC-SHA256", "a\"b ü", "", "testsecret");
    refused(stranger, 404, "InvalidAccessKeyId.NotFound");
    assertThat(service.lastAudited().principal()).isEqualTo("unauthenticated/a?b??");
    assertThat(service.lastAudited().action()).isEqualTo("kms:Encrypt");
    TestCall disabled = encrypt().without("authorization");
    TestSigner.sign(
        disabled, disabled.query, "ACS3-HMAC-SHA256", "disableddisabled", "", "testsecret");
    refused(disabled, 403, "Forbidden.AccessKey");
    TestCall guessing = encrypt().without("authorization");
    TestSigner.sign(guessing, guessing.query, "ACS3-HMAC-SHA256", "disableddisabled", "", "wrong");
    refused(guessing, 400, "SignatureDoesNotMatch");
  }

  @Test
  void malformedAuthorizationIsIncomplete() {
    String good = encrypt().header("authorization");
    for (String bad :
        List.of(
            "ACS3-HMAC-SHA256",
            "ACS3-HMAC-SHA256 ",
            "ACS3-RSA-SHA256 " + good.substring(17),
            "ACS3-HMAC-SM3 " + good.substring(17),
            good + ",Signature=again",
            good.replace("Credential=", "Credentials="),
            good.replace("Credential=", "Credential=/"),
            good.replace("host;", "host;host;"),
            good.replace("host;", ";"),
            good.replace("Signature=", "Signature"),
            "x".repeat(9000),
            "ACS3" + "x".repeat(9000))) {
      refused(encrypt().with("authorization", bad), 400, "IncompleteSignature");
    }
    TestCall twice = encrypt();
    twice.header("x-acs-action", "Encrypt");
    refused(twice, 400, "IncompleteSignature");
  }

  @Test
  void v4RefusesAnotherDayOrScope() {
    refused(
        TestSigner.signV4(encrypt(), TestSigner.query(ENCRYPT), "20240103"),
        400,
        "IncompleteSignature");
    TestCall call = TestSigner.signV4(encrypt(), TestSigner.query(ENCRYPT), "20240102");
    String good = call.header("authorization");
    refused(
        encrypt().with("authorization", good.replace("/Kms/", "/Kms/x/")),
        400,
        "IncompleteSignature");
    refused(
        call.with("authorization", good.replace("/center/", "/cn-hangzhou/")),
        400,
        "SignatureDoesNotMatch");
  }

  private static Map<String, String> v1() {
    Map<String, String> parameters = new HashMap<>(ENCRYPT);
    parameters.put("Action", "Encrypt");
    parameters.put("Version", "2016-01-20");
    parameters.put("AccessKeyId", TestSigner.KEY);
    parameters.put("SignatureMethod", "HMAC-SHA1");
    parameters.put("SignatureVersion", "1.0");
    parameters.put("SignatureType", "");
    parameters.put("SignatureNonce", "n1");
    parameters.put("Timestamp", TestService.DATE);
    return parameters;
  }

  private static TestCall v1(Map<String, String> parameters, boolean emptySigned) {
    TestCall call = new TestCall().header("x-acs-action", "Encrypt");
    Map<String, String> signed = new HashMap<>(parameters);
    signed.put("Signature", TestSigner.v1("POST", parameters, emptySigned));
    call.query = TestSigner.query(signed);
    return call;
  }

  @Test
  void v1AcceptsBothFormsOfEmptyParametersAndAForm() {
    assertThat(service.send(v1(v1(), true)).status).isEqualTo(200);
    Map<String, String> second = v1();
    second.put("SignatureNonce", "n2");
    assertThat(service.send(v1(second, false)).status).isEqualTo(200);
    Map<String, String> third = v1();
    third.remove("SignatureNonce");
    TestCall form = v1(third, true);
    form.body(form.query).header("content-type", "application/x-www-form-urlencoded").query = "";
    assertThat(service.send(form).status).isEqualTo(200);
  }

  @Test
  void v1IsRefusedForEachFieldThatIsWrong() {
    Map<String, String> codes =
        Map.of(
            "Action", "MissingParameter",
            "Version", "MissingParameter",
            "AccessKeyId", "IncompleteSignature",
            "SignatureMethod", "IncompleteSignature",
            "SignatureVersion", "IncompleteSignature",
            "Timestamp", "IncompleteSignature");
    codes.forEach((name, code) -> {
      Map<String, String> parameters = v1();
      parameters.remove(name);
      refused(v1(parameters, true), 400, code);
    });
    TestCall altered = v1(v1(), true);
    altered.query += "&Extra=1";
    refused(altered, 400, "SignatureDoesNotMatch");
    service.send(v1(v1(), true));
    service.secrets.clear();
    refused(v1(v1(), true), 400, "SignatureNonceUsed");
  }

  @Test
  void whoeverIsRefusedIsRecordedAsWhoTheyClaimToBe() {
    String claimed = "unauthenticated/" + TestSigner.KEY;
    refused(TestSigner.signV3(encrypt().without("x-acs-action")), 400, "IncompleteSignature");
    assertThat(service.lastAudited().principal()).isEqualTo(claimed);
    refused(
        TestSigner.signV4(encrypt(), TestSigner.query(ENCRYPT), "20240103"),
        400,
        "IncompleteSignature");
    assertThat(service.lastAudited().principal()).isEqualTo(claimed);
    Map<String, String> parameters = v1();
    parameters.put("SignatureVersion", "2.0");
    refused(v1(parameters, true), 400, "IncompleteSignature");
    assertThat(service.lastAudited().principal()).isEqualTo(claimed);
    parameters.put("AccessKeyId", "an/\u00e9".repeat(40));
    refused(v1(parameters, true), 400, "IncompleteSignature");
    assertThat(service.lastAudited().principal()).startsWith("unauthenticated/an??an??");
  }

  @Test
  void theLongestNonceIsTaken() {
    for (int length :
        new int[] {SignatureScheme.NONCE_CHARS_MAX, SignatureScheme.NONCE_CHARS_MAX + 1}) {
      boolean good = length == SignatureScheme.NONCE_CHARS_MAX;
      TestCall call = TestSigner.v3("Encrypt", ENCRYPT, "n".repeat(length), TestService.DATE);
      assertThat(service.send(call).status).isEqualTo(good ? 200 : 400);
      Map<String, String> parameters = v1();
      parameters.put("SignatureNonce", "m".repeat(length));
      assertThat(service.send(v1(parameters, true)).status).isEqualTo(good ? 200 : 400);
    }
  }

  @Test
  void strictRulesNeedANonceInV1() {
    TestService strict = new TestService(new SignatureRules(Duration.ofMinutes(15), true, 1000));
    Map<String, String> parameters = v1();
    parameters.remove("SignatureNonce");
    assertThat(strict.send(v1(parameters, true)).text()).contains("IncompleteSignature");
  }
}
