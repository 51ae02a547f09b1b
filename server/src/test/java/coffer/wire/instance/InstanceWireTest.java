package coffer.wire.instance;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.audit.AuditEvent;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeyVersionId;
import coffer.model.SecretBytes;
import coffer.testing.Seeds;
import coffer.wire.instance.proto.InstanceMessages;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceWireTest {
  private static final byte[] ENCRYPT = HexFormat.of().parseHex("0a076b65792d616573120568656c6c6f");

  private final Bench bench = new Bench();

  @Test
  void capturedRequestsOfOfficialClientsAreAdmitted() {
    for (Capture capture : Capture.all()) {
      if (!capture.signed()) {
        continue;
      }
      Bench own = new Bench(Capture.publicKey(), Bench.NOW);
      FakeCall call = new FakeCall("POST", capture.headers(), capture.body());
      Envelope envelope = Envelope.read(call);
      assertThat(new String(envelope.textToSign(), StandardCharsets.US_ASCII))
          .as(capture.name())
          .isEqualTo(capture.textToSign());
      for (RsaSignatures signatures : List.of(RsaSignatures.byJdk(), RsaSignatures.best())) {
        Gate gate =
            new Gate(
                Bench.keys(Capture.publicKey()),
                signatures,
                java.time.Clock.fixed(Bench.NOW, java.time.ZoneOffset.UTC));
        assertThat(gate.admit(call, envelope).clientKey().value()).isEqualTo(Bench.CLIENT_KEY);
      }
      assertThat(own.wire.speaks(call)).isTrue();
    }
  }

  @Test
  void aCapturedEncryptIsAnswered() throws InvalidProtocolBufferException {
    Capture capture = Capture.read("java_encrypt");
    Bench own = new Bench(Capture.publicKey(), Bench.NOW);
    FakeCall call = own.send(new FakeCall("POST", capture.headers(), capture.body()));
    assertThat(call.status).isEqualTo(200);
    assertThat(call.answerHeader("content-type")).isEqualTo("application/x-protobuf");
    assertThat(call.answerHeader("x-kms-migrationkeyversionid"))
        .isEqualTo("11111111-aaaa-4aaa-8aaa-000000000001");
    assertThat(InstanceMessages.EncryptResponse.parseFrom(call.answer))
        .isEqualTo(
            InstanceMessages.EncryptResponse.newBuilder()
                .setKeyId("key-aes")
                .setCiphertextBlob(ByteString.copyFromUtf8("hello"))
                .setIv(ByteString.copyFrom(new byte[12]))
                .setRequestId(FakeCall.REQUEST_ID)
                .setAlgorithm("AES_GCM")
                .build());
  }

  @Test
  void aReplayWithoutItsBodyHearsTheTextThatMakesTheJavaClientSendAnew() {
    Capture capture = Capture.read("java_okhttp_empty_body_replay");
    Bench own = new Bench(Capture.publicKey(), Bench.NOW);
    FakeCall call = own.send(new FakeCall("POST", capture.headers(), capture.body()));
    assertThat(call.error()).isEqualTo("400 InvalidParam: The Param Content-SHA256 is invalid.");
  }

  @Test
  void aReplayWithoutItsBodyHearsThatEvenWhenItsDateIsOld() {
    Bench own = new Bench(Bench.publicKey(), Bench.NOW.plus(Duration.ofHours(1)));
    FakeCall call = own.send("POST", Bench.signed("Encrypt", ENCRYPT, Map.of()), new byte[0]);
    assertThat(call.error()).isEqualTo("400 InvalidParam: The Param Content-SHA256 is invalid.");
  }

  @ParameterizedTest
  @CsvSource({
    "x-kms-apiversion, x-kms-apiversion",
    "x-kms-apiname, x-kms-apiname",
    "x-kms-signaturemethod, x-kms-signaturemethod",
    "x-kms-acccesskeyid, x-kms-acccesskeyid",
    "date, Date",
    "content-sha256, Content-SHA256",
    "content-type, Content-Type",
    "authorization, Authorization"
  })
  void aMissingHeaderIsNamed(String header, String named) {
    Map<String, String> headers = new HashMap<>(Bench.signed("Encrypt", ENCRYPT, Map.of()));
    headers.remove(header);
    String expected =
        "400 MissingParameter: Parameter " + named + " does not exist in http header or body.";
    assertThat(bench.send("POST", headers, ENCRYPT).error()).isEqualTo(expected);
    headers.put(header, "");
    assertThat(bench.send("POST", headers, ENCRYPT).error()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-kms-apiversion|dkms-gcs-0.3|400 InvalidApiVersion: The ApiVersion \"dkms-gcs-0.3\" is invalid.",
        "x-kms-apiversion|<x>|400 InvalidApiVersion: The ApiVersion \"?x?\" is invalid.",
        "x-kms-apiname|Encrypto|400 InvalidApiName: The ApiName \"Encrypto\" is invalid.",
        "x-kms-signaturemethod|RSA_PSS_SHA_256|400 InvalidParam: The Param x-kms-signaturemethod is invalid.",
        "x-kms-acccesskeyid|KAAP.x|404 Unauthorized: The AccessKey ID \"KAAP.x\" does not exist in our records.",
        "date|yesterday|400 InvalidParam: The Param Date is invalid.",
        "date|Sun, 21 Nov 2026 16:51:00 GMT|400 InvalidParam: The Param Date is invalid.",
        "date|Sat, 21 Nov 2026 16:61:00 GMT|400 InvalidParam: The Param Date is invalid.",
        "date|2026-11-21T16:51:00Z|400 InvalidParam: The Param Date is invalid.",
        "date|Sat, 21 Nov 2026 17:06:01 GMT|400 RequestTimeTooSkewed: Request time exceeds server time more than 15 minutes.",
        "date|Sat, 21 Nov 2026 16:35:59 GMT|400 RequestTimeTooSkewed: Request time exceeds server time more than 15 minutes.",
        "content-sha256|baa373241bc95d97c8ae02f6461817de6ffc0ec8e457eb4c3281a00d928b9258|400 InvalidParam: The Param Content-SHA256 is invalid.",
        "content-sha256|x|400 InvalidParam: The Param Content-SHA256 is invalid.",
        "content-type|application/json|415 InvalidContentType: Content-Type \"application/json\" is unsupported.",
        "x-kms-migrationkeyversionid|not-a-uuid|400 InvalidParameter: The specified parameter \"x-kms-migrationkeyversionid\" is not valid."
      })
  void awrongHeaderIsRefusedInTheDocumentedWords(String header, String value, String expected) {
    FakeCall call =
        bench.send("POST", Bench.signed("Encrypt", ENCRYPT, Map.of(header, value)), ENCRYPT);
    assertThat(call.error()).isEqualTo(expected);
    assertThat(bench.audited).hasSize(1);
    assertThat(bench.operations.seen).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Basic abcd|400 InvalidParam: The Param Authorization is invalid.",
        "Bearer|400 InvalidParam: The Param Authorization is invalid.",
        "Bearer !!!|400 InvalidParam: The Param Authorization is invalid.",
        "Bearer AAAA|401 SignatureNotMatch: Signature is not matched.",
        "TOKEN AAAA|401 SignatureNotMatch: Signature is not matched."
      })
  void aWrongAuthorizationIsRefused(String value, String expected) {
    Map<String, String> headers = new HashMap<>(Bench.signed("Encrypt", ENCRYPT, Map.of()));
    headers.put("authorization", value);
    assertThat(bench.send("POST", headers, ENCRYPT).error()).isEqualTo(expected);
  }

  @Test
  void theDocumentedSchemeIsTakenToo() {
    Map<String, String> headers = new HashMap<>(Bench.signed("Encrypt", ENCRYPT, Map.of()));
    headers.compute("authorization", (_, v) -> String.valueOf(v).replace("Bearer ", "TOKEN "));
    assertThat(bench.send("POST", headers, ENCRYPT).status).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-kms-apiname",
        "x-kms-extra",
        "date",
        "content-sha256",
        "authorization",
        "content-type"
      })
  void aHeaderThatComesTwiceIsRefused(String name) {
    Map<String, String> headers = Bench.signed("Encrypt", ENCRYPT, Map.of("x-kms-extra", "value"));
    List<Map.Entry<String, String>> twice = new java.util.ArrayList<>(headers.entrySet());
    twice.add(Map.entry(name, String.valueOf(headers.get(name))));
    assertThat(bench.send(new FakeCall("POST", twice, ENCRYPT)).error())
        .isEqualTo("400 InvalidParameter: The specified parameter \"" + name + "\" is not valid.");
  }

  @Test
  void everyFlippedBitOfTheBodyIsRefused() {
    Map<String, String> headers = Bench.signed("Encrypt", ENCRYPT, Map.of());
    for (int bit = 0; bit < ENCRYPT.length * 8; bit++) {
      byte[] flipped = ENCRYPT.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(bench.send("POST", headers, flipped).error())
          .isEqualTo("400 InvalidParam: The Param Content-SHA256 is invalid.");
    }
  }

  @Test
  void everyFlippedByteOfASignedHeaderIsRefused() {
    Map<String, String> headers =
        Bench.signed("Encrypt", ENCRYPT, Map.of("x-kms-migrationkeyversionid", "" + id()));
    List<String> names =
        headers.keySet().stream()
            .filter(n ->
                n.startsWith("x-kms-")
                    || Set.of("date", "content-sha256", "content-type", "authorization")
                        .contains(n))
            .toList();
    Seeds.check(
        300,
        random -> {
          String name = names.get(random.nextInt(names.size()));
          String value = String.valueOf(headers.get(name));
          // The last quantum of the signature has bits that Base64 does not use.
          int end = name.equals("authorization") ? value.length() - 3 : value.length();
          int at = random.nextInt(end);
          char flipped = (char) (value.charAt(at) ^ (1 + random.nextInt(255)));
          Map<String, String> changed = new HashMap<>(headers);
          changed.put(name, value.substring(0, at) + flipped + value.substring(at + 1));
          FakeCall call = bench.send("POST", changed, ENCRYPT);
          assertThat(call.error()).as(name + " at " + at).matches("(400|401|404|415) .*");
        });
    assertThat(bench.operations.seen).isEmpty();
  }

  private static KeyVersionId id() {
    return TestOperations.VERSION;
  }

  @Test
  void addedSignedHeadersAreRefused() {
    Map<String, String> headers = new HashMap<>(Bench.signed("Encrypt", ENCRYPT, Map.of()));
    headers.put("x-kms-migrationkeyversionid", id().toString());
    assertThat(bench.send("POST", headers, ENCRYPT).error())
        .isEqualTo("401 SignatureNotMatch: Signature is not matched.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
  void otherMethodsHearProtobufToo(String method) {
    FakeCall call = bench.send(method, Bench.signed("Encrypt", ENCRYPT, Map.of()), ENCRYPT);
    assertThat(call.error()).startsWith("405 UnsupportedHTTPMethod: ");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 405, 413, 414, 431, 503})
  void refusalsOfTheHttpLayerAreProtobufWithAMessage(int status) {
    FakeCall call = new FakeCall("POST", List.of(), new byte[0]);
    bench.wire.refuse(call, status);
    assertThat(call.error()).matches(status + " [A-Za-z]+: .+");
    assertThat(bench.audited).hasSize(1);
  }

  @Test
  void theKeyVersionHeaderReachesTheOperationAndComesBack() {
    byte[] body =
        InstanceMessages.DecryptRequest.newBuilder()
            .setCiphertextBlob(ByteString.copyFromUtf8("blob"))
            .build()
            .toByteArray();
    Map<String, String> extra = Map.of("x-kms-migrationkeyversionid", id().toString());
    FakeCall call = bench.send("POST", Bench.signed("Decrypt", body, extra), body);
    assertThat(call.status).isEqualTo(200);
    TestOperations.DecryptRequest request =
        (TestOperations.DecryptRequest) bench.operations.seen.getFirst();
    assertThat(request.migrationKeyVersionId()).contains(id());
    assertThat(request.keyId()).isEmpty();
    assertThat(call.answerHeader("x-kms-migrationkeyversionid")).isEqualTo(id().toString());
    assertThat(bench.post("Decrypt", body).answerHeaders).hasSize(1);
  }

  @Test
  void theKeyVersionIsInTheMessageWhereThatHasSuchAField() throws InvalidProtocolBufferException {
    byte[] body =
        InstanceMessages.AdvanceEncryptRequest.newBuilder()
            .setKeyId("key-hzz62f1cb66fa42qo3p3")
            .build()
            .toByteArray();
    FakeCall call = bench.post("AdvanceEncrypt", body);
    assertThat(InstanceMessages.AdvanceEncryptResponse.parseFrom(call.answer))
        .isEqualTo(
            InstanceMessages.AdvanceEncryptResponse.newBuilder()
                .setKeyId("key-hzz62f1cb66fa42qo3p3")
                .setRequestId(FakeCall.REQUEST_ID)
                .setKeyVersionId(id().toString())
                .build());
    assertThat(call.answerHeader("x-kms-migrationkeyversionid")).isEqualTo(id().toString());
  }

  @Test
  void secretsAreWipedOnBothSidesOfTheCall() {
    Map<String, String> headers = Bench.signed("Encrypt", ENCRYPT, Map.of());
    FakeCall call = bench.send("POST", headers, ENCRYPT);
    assertThat(call.status).isEqualTo(200);
    assertThat(call.body()).containsOnly(0);
    assertWiped(((TestOperations.EncryptRequest) bench.operations.seen.getFirst()).plaintext());
    byte[] random = {0x08, 0x20};
    assertThat(bench.post("GenerateRandom", random).status).isEqualTo(200);
    assertWiped(((TestOperations.RandomAnswer) bench.operations.seen.getLast()).random());
  }

  @Test
  void aCallThatTheServerIsTooBusyForIsWiped() {
    bench.operations.inline = false;
    Map<String, String> headers = Bench.signed("Encrypt", ENCRYPT, Map.of());
    FakeCall call = new FakeCall("POST", List.copyOf(headers.entrySet()), ENCRYPT).busy();
    bench.send(call);
    assertThat(call.wentOffLoop).isTrue();
    assertThat(call.body()).containsOnly(0);
    assertThat(bench.operations.seen).isEmpty();
  }

  private static void assertWiped(SecretBytes secret) {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> secret.use(b -> b.length))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void callsThatMayBlockRunOffTheLoop() {
    assertThat(bench.post("Encrypt", ENCRYPT).wentOffLoop).isFalse();
    bench.operations.inline = false;
    FakeCall call = bench.post("Encrypt", ENCRYPT);
    assertThat(call.wentOffLoop).isTrue();
    assertThat(call.status).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "missing|404 Forbidden.ResourceNotFound: The resource is not found.",
        "no-key|404 Forbidden.KeyNotFound: The specified key does not exist.",
        "bug|500 InternalFailure: Internal Failure."
      })
  void refusalsOfOperationsAreProtobufErrors(String name, String expected) {
    byte[] body =
        InstanceMessages.GetSecretValueRequest.newBuilder()
            .setSecretName(name)
            .build()
            .toByteArray();
    assertThat(bench.post("GetSecretValue", body).error()).isEqualTo(expected);
    assertThat(bench.audited).hasSize(1);
  }

  @Test
  void listsAndSecretTextsAreWritten() throws InvalidProtocolBufferException {
    byte[] body =
        InstanceMessages.GetSecretValueRequest.newBuilder()
            .setSecretName("s")
            .setFetchExtendedConfig(true)
            .build()
            .toByteArray();
    FakeCall call = bench.post("GetSecretValue", body);
    assertThat(InstanceMessages.GetSecretValueResponse.parseFrom(call.answer))
        .isEqualTo(
            InstanceMessages.GetSecretValueResponse.newBuilder()
                .setSecretName("s")
                .setSecretData("s3")
                .addVersionStages("ACSCurrent")
                .addVersionStages("mine")
                .setRequestId(FakeCall.REQUEST_ID)
                .build());
    assertThat(
            ((TestOperations.SecretRequest) bench.operations.seen.getFirst()).fetchExtendedConfig())
        .isTrue();
  }

  @Test
  void refusalsAreAuditedWithWhatTheCallerClaimed() {
    Map<String, String> extra = Map.of("x-kms-acccesskeyid", "<KAAP>\u00e9" + "x".repeat(200));
    bench.send("POST", Bench.signed("Encrypt", ENCRYPT, extra), ENCRYPT);
    AuditEvent event = bench.audited.getFirst();
    assertThat(event.principal()).isEqualTo("unauthenticated/?KAAP??" + "x".repeat(57));
    assertThat(event.action()).isEqualTo("instance:Encrypt");
    assertThat(event.outcome()).isEqualTo("UNAUTHORIZED");
    assertThat(event.requestId()).isEqualTo(FakeCall.REQUEST_ID);
  }

  @Test
  void undecodableBodiesAreAuditedUnderTheCallersName() {
    assertThat(bench.post("Encrypt", new byte[] {0x0a, 0x7f}).error())
        .isEqualTo("400 InvalidParameter: The specified parameter is not valid.");
    assertThat(bench.audited.getFirst().principal())
        .isEqualTo("applicationaccesspoint/app/" + Bench.CLIENT_KEY);
  }

  @Test
  void headersInUtf8AreVerifiedAsTheBytesReceived() {
    Map<String, String> headers =
        new HashMap<>(Bench.signed("Encrypt", ENCRYPT, Map.of("x-kms-note", "käse")));
    headers.put(
        "x-kms-note",
        new String("käse".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    assertThat(bench.send("POST", headers, ENCRYPT).status).isEqualTo(200);
  }

  @Test
  void aRecognisedAlgorithmIsAConstantAndAnUnknownOneIsRefused() {
    byte[] known = encrypt("AES_CBC");
    assertThat(bench.post("Encrypt", known).status).isEqualTo(200);
    assertThat(((TestOperations.EncryptRequest) bench.operations.seen.getFirst()).algorithm())
        .contains(EncryptionAlgorithm.AES_CBC);
    assertThat(bench.post("Encrypt", encrypt("ROT13")).error())
        .isEqualTo("400 InvalidParameter: The specified parameter \"Algorithm\" is not valid.");
  }

  private static byte[] encrypt(String algorithm) {
    return InstanceMessages.EncryptRequest.newBuilder()
        .setKeyId("k")
        .setPlaintext(ByteString.copyFromUtf8("p"))
        .setAlgorithm(algorithm)
        .build()
        .toByteArray();
  }

  @Test
  void speaksItsOwnProtocolOnly() {
    assertThat(bench.wire.speaks(head("x-kms-apiversion", "other"))).isTrue();
    assertThat(bench.wire.speaks(head("x-kms-apiname", "Encrypt"))).isTrue();
    assertThat(bench.wire.speaks(head("accept", "application/x-protobuf"))).isTrue();
    assertThat(bench.wire.speaks(head("x-acs-action", "Encrypt"))).isFalse();
    assertThat(bench.wire.speaks(head("accept", "*/*"))).isFalse();
  }

  private static FakeCall head(String name, String value) {
    return new FakeCall("POST", List.of(Map.entry(name, value)), new byte[0]);
  }
}
