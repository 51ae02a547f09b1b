package coffer.wire.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Signatures computed with the official client libraries, byte for byte.
class SignatureVectorsTest {
  private static final byte[] SECRET = "testsecret".getBytes(StandardCharsets.UTF_8);

  private static TestCall encrypt() {
    TestCall call = new TestCall();
    call.query =
        TestSigner.query(
            Map.of(
                "KeyId", "alias/demo key*~",
                "Plaintext", "aGVsbG8=",
                "EncryptionContext", "{\"a\":\"b c\"}"));
    return call.header("host", "kms.example.test:8443")
        .header("x-acs-action", "Encrypt")
        .header("x-acs-version", "2016-01-20")
        .header("x-acs-date", "2024-01-02T03:04:05Z")
        .header("x-acs-signature-nonce", "0123456789abcdef0123456789abcdef")
        .header("x-acs-content-sha256", TestSigner.sha256(new byte[0]));
  }

  private static final String SIGNED =
      "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";

  @Test
  void v3SignsAsTheOfficialLibraryDoes() {
    TestCall call =
        encrypt()
            .header(
                "authorization",
                "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=" + SIGNED + ",Signature=x");
    RpcRequest request = RpcRequest.of(call);
    assertThat(Canonical.query(request.query(), Canonical.Empty.EQUALS))
        .isEqualTo(
            "EncryptionContext=%7B%22a%22%3A%22b%20c%22%7D&KeyId=alias%2Fdemo%20key%2A~"
                + "&Plaintext=aGVsbG8%3D");
    SignatureV3 scheme = new SignatureV3();
    Claim claim = scheme.read(request);
    assertThat(claim.stringsToSign())
        .containsExactly(
            "ACS3-HMAC-SHA256\nf741fd204b99d6183355fc7973ba5d253e3fa2de472f76eddd65b0e90838435f");
    assertThat(scheme.sign(SECRET, claim, claim.stringsToSign().getFirst()))
        .isEqualTo("902aeeb7438a3d979ce0ce285de706cc4624c213e0b1dfea60860f2ef9ba046d");
  }

  @Test
  void v3RequestOfTheOfficialLibraryIsServed() {
    TestCall call =
        encrypt()
            .header(
                "authorization",
                "ACS3-HMAC-SHA256 Signature="
                    + "902aeeb7438a3d979ce0ce285de706cc4624c213e0b1dfea60860f2ef9ba046d"
                    + ",SignedHeaders="
                    + SIGNED
                    + ",Credential=testid");
    assertThat(new TestService().send(call).status).isEqualTo(200);
  }

  @Test
  void v4SignsWithTheDerivedKey() {
    TestCall call =
        encrypt()
            .header(
                "authorization",
                "ACS4-HMAC-SHA256 Credential=testid/20240102/center/Kms/aliyun_v4_request"
                    + ",SignedHeaders="
                    + SIGNED
                    + ",Signature="
                    + "d34d27c2ce254c321ab74acb83a466b00535b37d56839c31e7eae1b0ebf24856");
    assertThat(new TestService().send(call).status).isEqualTo(200);
  }

  @Test
  void v1SignsGetAndPostAsTheOfficialLibraryDoes() {
    assertThat(v1("GET")).isEqualTo("41wk2SSX1GJh7fwnc5eqOfiJPFg=");
    assertThat(v1("POST")).isEqualTo("Fi0klWyYLE4Wy22gxatiAP51JFE=");
  }

  private static String v1(String method) {
    TestCall call = new TestCall();
    call.method = method;
    call.query =
        "Action=CreateKey&Format=json&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0"
            + "&Timestamp=2016-03-28T03%3A13%3A08Z&Version=2016-01-20&AccessKeyId=testid"
            + "&Signature=x";
    SignatureV1 scheme = new SignatureV1();
    Claim claim = scheme.read(RpcRequest.of(call));
    return scheme.sign(SECRET, claim, claim.stringsToSign().getFirst());
  }
}
