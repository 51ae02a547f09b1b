package coffer.wire.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.catalog.Catalog;
import coffer.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiWireTest {
  private static final String NONCE = "0123456789abcdef0123456789abcdef";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final Map<String, String> ENCRYPT =
      Map.of("KeyId", "alias/demo key*~", "Plaintext", "aGVsbG8=");

  private final TestService service = new TestService();

  private static TestCall encrypt() {
    return TestSigner.v3("Encrypt", ENCRYPT, NONCE, TestService.DATE);
  }

  private static TestCall call(String action, Map<String, String> parameters) {
    return TestSigner.v3(action, parameters, NONCE, TestService.DATE);
  }

  private static JsonNode json(TestCall call) {
    return JsonMapper.shared().readTree(call.answer);
  }

  @Test
  void aSignedCallIsAnsweredInCompactJson() {
    TestCall call = service.send(encrypt());
    assertThat(call.text())
        .isEqualTo(
            "{\"KeyId\":\"alias/demo key*~\",\"Plaintext\":\"aGVsbG8=\",\"RequestId\":\""
                + call.requestId()
                + "\"}");
    assertThat(call.status).isEqualTo(200);
    assertThat(call.answers).isEqualTo(1);
    assertThat(call.answerHeader("content-type")).isEqualTo("application/json;charset=utf-8");
    assertThat(call.answerHeader("x-acs-request-id")).isEqualTo(call.requestId());
    assertThat(service.lastAudited().outcome()).isEqualTo("OK");
  }

  @Test
  void secretsOfRequestAndAnswerAreClosed() {
    service.send(encrypt());
    assertThat(service.secrets)
        .hasSize(2)
        .allSatisfy(
            secret -> assertThatThrownBy(secret::copy).isInstanceOf(IllegalStateException.class));
  }

  @Test
  void anInlineCallStaysOnTheLoopAndOthersLeaveIt() {
    assertThat(service.send(encrypt()).offLoops).isZero();
    TestCall describe =
        service.send(
            TestSigner.v3(
                "DescribeKey",
                Map.of("KeyId", "key-aaaaaaaaaaaaaaaaaaaa"),
                "n2",
                TestService.DATE));
    assertThat(describe.offLoops).isEqualTo(1);
    assertThat(describe.status).isEqualTo(200);
  }

  @Test
  void xmlIsAnsweredWhereItIsAskedFor() {
    TestCall call =
        service.send(
            call("DescribeKey", Map.of("KeyId", "key-aaaaaaaaaaaaaaaaaaaa", "Format", "xml")));
    assertThat(call.answerHeader("content-type")).isEqualTo("text/xml;charset=utf-8");
    assertThat(call.text())
        .isEqualTo(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><DescribeKeyResponse>"
                + "<KeyId>key-aaaaaaaaaaaaaaaaaaaa</KeyId><Keys>"
                + "<Key><Name>a&lt;b&gt;&amp;</Name><Primary>true</Primary>"
                + "<Created>2024-01-02T03:04:05Z</Created></Key>"
                + "<Key><Name></Name><Primary>false</Primary>"
                + "<Created>1970-01-01T00:00:00Z</Created></Key></Keys>"
                + "<RequestId>5d9d1c35-4d0f-4a0c-9d7e-2f6b1f2d4c11</RequestId>"
                + "</DescribeKeyResponse>");
    TestCall refused =
        service.send(call("DescribeKey", Map.of("KeyId", "nonsense", "Format", "XML")));
    assertThat(refused.text()).startsWith("<?xml").contains("<Error><RequestId>");
  }

  @Test
  void theVersionSaysWhichApiIsMeant() {
    TestCall clusters = call("ListClusters", Map.of()).with("x-acs-version", "2023-11-13");
    assertThat(service.send(TestSigner.signV3(clusters)).status).isEqualTo(200);
    TestCall wrongApi = TestSigner.v3("ListClusters", Map.of(), "other", TestService.DATE);
    assertRefused(service.send(wrongApi), 404, "InvalidAction.NotFound");
    TestCall instanceApi =
        TestSigner.v3("Encrypt", ENCRYPT, "third", TestService.DATE)
            .with("x-acs-version", "dkms-gcs-0.2");
    assertRefused(service.send(TestSigner.signV3(instanceApi)), 404, "InvalidVersion");
  }

  @Test
  void anErrorHasEveryFieldOfBothFlavours() {
    TestCall call = service.send(call("DescribeKey", Map.of("KeyId", "key-aaaaaaaaaaaaaaaaaaa0")));
    assertRefused(call, 404, "Forbidden.KeyNotFound");
    JsonNode body = json(call);
    assertThat(body.path("RequestId").asString()).isEqualTo(call.requestId());
    assertThat(body.path("HostId").asString()).isEqualTo("kms.example.test:8443");
    assertThat(body.path("Message").asString()).isEqualTo("The specified Key is not found.");
    assertThat(body.path("HttpStatus").asInt()).isEqualTo(404);
    assertThat(body.path("Recommend").isString()).isTrue();
    assertThat(call.answerHeader("x-acs-request-id")).isEqualTo(call.requestId());
  }

  @Test
  void aMissingParameterIsNamed() {
    TestCall call = service.send(call("Encrypt", Map.of("KeyId", "k")));
    assertRefused(call, 400, "MissingParameter");
    assertThat(json(call).path("Message").asString())
        .isEqualTo("The parameter \"Plaintext\" is needed but not provided.");
    assertThat(service.lastAudited().action()).isEqualTo("kms:Encrypt");
    assertThat(service.lastAudited().principal()).startsWith("root/");
  }

  @Test
  void unknownParametersAreAccepted() {
    Map<String, String> more = new HashMap<>(ENCRYPT);
    more.put("RegionId", "cn-hangzhou");
    more.put("SignatureType", "");
    more.put("Wibble", "1");
    assertThat(service.send(call("Encrypt", more)).status).isEqualTo(200);
  }

  @Test
  void aFormAndAQueryAreOneSetOfParameters() {
    TestCall call =
        call("Encrypt", Map.of("KeyId", "k"))
            .header("content-type", "application/x-www-form-urlencoded; charset=UTF-8")
            .body("Plaintext=x+y&KeyId=k");
    call.with("x-acs-content-sha256", TestSigner.sha256(call.body));
    TestCall answered = service.send(TestSigner.signV3(call));
    assertThat(json(answered).path("Plaintext").asString()).isEqualTo("x y");
    assertThat(call.body).containsOnly(0);

    TestCall torn = TestSigner.v3("Encrypt", ENCRYPT, "n", TestService.DATE);
    torn.header("content-type", "application/x-www-form-urlencoded").body("KeyId=other");
    assertRefused(service.send(torn), 400, "ParseRequestParameterException");
  }

  @Test
  void aFormUnderAnUnsignedContentTypeIsRefused() {
    TestCall call = call("Encrypt", Map.of("KeyId", "k")).body("Plaintext=x");
    call.with("x-acs-content-sha256", TestSigner.sha256(call.body));
    TestSigner.signV3(call).header("content-type", "application/x-www-form-urlencoded");
    assertRefused(service.send(call), 400, "IncompleteSignature");
  }

  @Test
  void anyRequestIsAnsweredExactlyOnce() {
    Seeds.check(
        2000,
        random -> {
          TestCall call = TestSigner.v3("Encrypt", ENCRYPT, "n", TestService.DATE);
          for (int i = random.nextInt(3); i >= 0; i--) {
            mutate(call, random);
          }
          assertThat(service.send(call).answers).isEqualTo(1);
          assertThat(call.status).isIn(200, 400, 403, 404);
          assertThat(json(call).path("RequestId").asString()).isEqualTo(call.requestId());
        });
  }

  private static void mutate(TestCall call, RandomGenerator random) {
    int header = random.nextInt(call.headers.size());
    String name = call.headers.get(header).getKey();
    switch (random.nextInt(7)) {
      case 0 -> call.query = flipped(call.query, random);
      case 1 -> call.headers.remove(header);
      case 2 -> call.header(name, "again");
      case 3 -> call.headers.set(header, Map.entry(name, flipped(call.header(name), random)));
      case 4 -> call.body(flipped("a=b&c=%20", random)).header("content-type", FORM);
      case 5 -> call.query += "&" + flipped("Signature=x&SignatureMethod=HMAC-SHA1", random);
      default -> call.method = flipped(call.method, random);
    }
    if (call.headers.isEmpty()) {
      call.header("host", "");
    }
  }

  private static String flipped(String text, RandomGenerator random) {
    if (text.isEmpty()) {
      return "x";
    }
    char[] chars = text.toCharArray();
    chars[random.nextInt(chars.length)] ^= (char) (1 << random.nextInt(8));
    return new String(chars);
  }

  @Test
  void emptyAndForeignBodiesAreTolerated() {
    for (String type :
        new String[] {"", "application/x-www-form-urlencoded", "application/json", "text/plain"}) {
      TestCall call =
          TestSigner.v3("Encrypt", ENCRYPT, "nonce" + type, TestService.DATE)
              .header("content-type", type)
              .header("content-length", "0");
      assertThat(service.send(call).status).as(type).isEqualTo(200);
    }
  }

  @Test
  void anythingThatIsNotARequestGetsAJsonError() {
    TestCall other = new TestCall();
    other.method = "DELETE";
    assertRefused(service.send(other), 403, "UnsupportedHTTPMethod");
    TestCall path = new TestCall();
    path.path = "/favicon.ico";
    path.method = "GET";
    assertRefused(service.send(path), 404, "InvalidAction.NotFound");
    assertRefused(service.send(new TestCall()), 400, "IncompleteSignature");
    TestCall garbage = new TestCall();
    garbage.query = "a=%zz";
    assertRefused(service.send(garbage), 400, "ParseRequestParameterException");
    assertThat(service.audited).hasSize(4);
  }

  @Test
  void refusalsOfTheHttpLayerAreErrorsOfThisProtocol() {
    int[][] table = {
      {400, 400}, {405, 403}, {413, 413}, {414, 414}, {431, 431}, {503, 503}, {418, 400}
    };
    for (int[] row : table) {
      TestCall call = new TestCall();
      service.wire.refuse(call, row[0]);
      assertThat(call.status).isEqualTo(row[1]);
      assertThat(json(call).path("HttpStatus").asInt()).isEqualTo(row[1]);
    }
  }

  @Test
  void withoutAnAuditRecordNothingIsAnsweredButUnavailable() {
    service.auditFails = true;
    assertRefused(service.send(encrypt()), 503, "ServiceUnavailableTemporary");
    assertRefused(service.send(new TestCall()), 503, "ServiceUnavailableTemporary");
  }

  @Test
  void everyOperationOfTheCatalogueHasAnEndpoint() {
    Endpoints endpoints = new Endpoints(Catalog.all());
    Catalog.all().all().stream()
        .filter(operation -> operation.api() != Api.INSTANCE)
        .forEach(operation ->
            assertThat(endpoints.require(operation.api().version(), operation.name()).action())
                .isEqualTo(operation.action()));
  }

  @Test
  void aSecretThatIsNotTextDoesNotLeaveChanged() {
    TestCall call = service.send(call("Encrypt", Map.of("KeyId", "k", "Plaintext", "中文\n\"")));
    assertThat(json(call).path("Plaintext").asString()).isEqualTo("中文\n\"");
    JsonWriter out = new JsonWriter();
    AnswerEncoder<Blob> encoder = AnswerEncoder.of(Blob.class);
    byte[] notText = {'a', (byte) 0xc3};
    assertThatThrownBy(() -> encoder.write(out, new Blob(coffer.model.SecretBytes.owning(notText))))
        .isInstanceOf(KmsException.class);
    assertThat(new String(out.end(), StandardCharsets.UTF_8)).isEqualTo("{}");
  }

  record Blob(coffer.model.SecretBytes data) {}

  private static void assertRefused(TestCall call, int status, String code) {
    assertThat(call.text()).contains("\"Code\":\"" + code + "\"");
    assertThat(call.status).isEqualTo(status);
    assertThat(call.answers).isEqualTo(1);
  }
}
