package coffer.compat.dkms;

import static coffer.compat.dkms.Application.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.InstanceRequest;
import coffer.compat.harness.KeepAlive;
import coffer.compat.harness.Proto;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What no SDK sends: requests that were broken on purpose or on the way.
@ExtendWith(SharedServer.class)
class RawRequestTest {
  private static final byte[] MESSAGE = utf8("hello");
  private static final int BODY_BYTES_MAX = 3 * 1024 * 1024;

  private final ServerHome home;
  private final Application application;
  private String key = "";

  RawRequestTest(ServerHome home) throws Exception {
    this.home = home;
    this.application = Application.shared(home);
  }

  @BeforeEach
  void makeKey() throws Exception {
    key = application.createKey("Aliyun_AES_256");
  }

  @Test
  void aRequestSignedByHandIsServed() throws Exception {
    InstanceRequest.Answer answer = encrypt().send(home.server());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.fields().get(1)).isEqualTo(utf8(key));
  }

  @Test
  void aDateMoreThanAQuarterOfAnHourOffIsRefused() throws Exception {
    for (int minutes : new int[] {-16, 16}) {
      InstanceRequest request =
          encrypt()
              .at(Instant.now().plus(Duration.ofMinutes(minutes)))
              .signedBy(application.files().privateKey());
      refused(request.send(home.server()), 400, "RequestTimeTooSkewed");
    }
    for (int minutes : new int[] {-14, 14}) {
      InstanceRequest request =
          encrypt()
              .at(Instant.now().plus(Duration.ofMinutes(minutes)))
              .signedBy(application.files().privateKey());
      assertThat(request.send(home.server()).status()).isEqualTo(200);
    }
    refused(encrypt().with("date", "yesterday").send(home.server()), 400, "InvalidParam");
  }

  @Test
  void aSignatureByAnotherKeyDoesNotMatch() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    InstanceRequest request = encrypt().signedBy(generator.generateKeyPair().getPrivate());
    refused(request.send(home.server()), 401, "SignatureNotMatch");
  }

  @Test
  void whatIsSignedCannotBeChanged() throws Exception {
    refused(
        encrypt().with("x-kms-apiname", "AdvanceEncrypt").send(home.server()),
        401,
        "SignatureNotMatch");
    refused(
        encrypt().with("x-kms-migrationkeyversionid", "a").send(home.server()),
        401,
        "SignatureNotMatch");
    byte[] body = body(MESSAGE);
    Random random = random();
    for (int i = 0; i < 20; i++) {
      byte[] flipped = body.clone();
      flipped[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
      InstanceRequest.Answer answer = encrypt().withBody(flipped).send(home.server());
      refused(answer, 400, "InvalidParam");
    }
    InstanceRequest.Answer truncated =
        encrypt().withBody(Arrays.copyOf(body, body.length - 1)).send(home.server());
    refused(truncated, 400, "InvalidParam");
  }

  @Test
  void anUnsignedRequestIsRefused() throws Exception {
    InstanceRequest.Answer unsigned = encrypt().without("authorization").send(home.server());
    assertThat(unsigned.status()).isEqualTo(400);
    assertThat(unsigned.errorCode()).isIn("InvalidParam", "MissingParameter");
    assertThat(encrypt().with("authorization", "Bearer AAAA").send(home.server()).status())
        .isIn(400, 401);
    assertThat(encrypt().with("authorization", "Bearer ?").send(home.server()).status())
        .isIn(400, 401);
    InstanceRequest.Answer nobody = encrypt().without("x-kms-acccesskeyid").send(home.server());
    refused(nobody, 400, "MissingParameter");
  }

  @Test
  void anEnvelopeOfAnotherKindIsRefused() throws Exception {
    refused(sign(encrypt().with("x-kms-apiname", "Explode")), 400, "InvalidApiName");
    refused(sign(encrypt().with("x-kms-apiversion", "dkms-gcs-9")), 400, "InvalidApiVersion");
    refused(sign(encrypt().with("x-kms-signaturemethod", "none")), 400, "InvalidParam");
    refused(sign(encrypt().with("content-type", "text/plain")), 415, "InvalidContentType");
  }

  @Test
  void aBodyThatIsNoMessageIsRefused() throws Exception {
    Random random = random();
    for (int i = 0; i < 50; i++) {
      byte[] body = body(MESSAGE);
      byte[] broken =
          i % 2 == 0 ? Arrays.copyOf(body, random.nextInt(body.length)) : scrambled(body, random);
      InstanceRequest.Answer answer =
          InstanceRequest.of("Encrypt", broken, application.files()).send(home.server());
      assertThat(answer.status()).isIn(200, 400, 404);
      if (answer.status() != 200) {
        assertThat(answer.errorMessage()).isNotEmpty();
        Refusal.remember(answer.errorRequestId());
      }
    }
  }

  @Test
  void aBodyOverThreeMegabytesIsAnsweredInProtobuf() throws Exception {
    byte[] fits = body(new byte[BODY_BYTES_MAX - 64]);
    assertThat(fits.length).isLessThanOrEqualTo(BODY_BYTES_MAX);
    assertThat(
            InstanceRequest.of("Encrypt", fits, application.files()).send(home.server()).status())
        .isEqualTo(200);
    byte[] large = body(new byte[BODY_BYTES_MAX + 1]);
    InstanceRequest.Answer answer =
        InstanceRequest.of("Encrypt", large, application.files()).send(home.server());
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.errorCode()).isNotEmpty();
    assertThat(answer.errorMessage()).isNotEmpty();
  }

  @Test
  void aReplayWithoutItsBodyHearsTheWordsThatMakeTheJavaSdkSendAnew() throws Exception {
    InstanceRequest.Answer answer = encrypt().sendWithoutBody(home.server());
    refused(answer, 400, "InvalidParam");
    assertThat(answer.errorMessage()).contains("The Param Content-SHA256 is invalid.");
  }

  @Test
  void aBodyThatDoesNotComeAndAnExpectationAreRefusedInProtobuf() throws Exception {
    String head = "POST / HTTP/1.1\r\nhost: HOST\r\nx-kms-apiname: Encrypt\r\n";
    try (KeepAlive connection = new KeepAlive(home.server())) {
      InstanceRequest.Answer answer =
          connection.sendRaw(head + "expect: much\r\ncontent-length: 3\r\n\r\nabc");
      assertThat(answer.status()).isEqualTo(417);
      assertThat(answer.errorMessage()).isNotEmpty();
    }
    try (KeepAlive connection = new KeepAlive(home.server())) {
      InstanceRequest.Answer answer = connection.sendRaw(head + "content-length: 300\r\n\r\nabc");
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.errorMessage()).isNotEmpty();
    }
  }

  private InstanceRequest encrypt() {
    return InstanceRequest.of("Encrypt", body(MESSAGE), application.files());
  }

  private InstanceRequest.Answer sign(InstanceRequest request) throws Exception {
    return request.signedBy(application.files().privateKey()).send(home.server());
  }

  private byte[] body(byte[] plaintext) {
    return new Proto().text(1, key).bytes(2, plaintext).encoded();
  }

  private static byte[] scrambled(byte[] body, Random random) {
    byte[] copy = body.clone();
    for (int i = 0; i < 3; i++) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    }
    return copy;
  }

  private static Random random() {
    long seed = System.nanoTime();
    System.out.println("SEED RawRequestTest " + seed);
    return new Random(seed);
  }

  private static void refused(InstanceRequest.Answer answer, int status, String code) {
    assertThat(answer.errorCode()).as(answer.errorMessage()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.errorMessage()).isNotEmpty();
    assertThat(answer.errorRequestId()).isNotEmpty();
  }
}
