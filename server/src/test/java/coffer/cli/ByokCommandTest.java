package coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.pkcs11.SoftHsm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `coffer byok` on SoftHSM, with a service of a few lines.
class ByokCommandTest {
  private static final String TOKEN = SoftHsm.newLabel();
  private static final String KEY = "key-0123456789abcdefghij";

  @TempDir private Path folder = Path.of("");
  private FakeServer server = unset();
  private KeyPair pair = rsa();
  private final ReceiptCa ca = new ReceiptCa();
  private HsmDesk desk = new HsmDesk(folder, TOKEN);

  @BeforeEach
  void start() throws Exception {
    server = new FakeServer();
    server.describe(folder.resolve("data"));
    desk = new HsmDesk(folder, TOKEN);
    describe("EXTERNAL", "Aliyun_AES_256");
    invite(Clock.systemUTC().instant().plusSeconds(86_400));
    server.answers.put("GetImportReceipt", ca::answer);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void bringsAKeyThatTheTokenMadeAndNobodyElseSaw() throws Exception {
    assertThat(byok("plain")).as(desk.err()).isZero();
    assertThat(desk.err().lines().filter(line -> line.startsWith("[")).toList())
        .last()
        .asString()
        .startsWith("[6/6]");
    assertThat(desk.err()).contains("lacks OAEP with SHA-256 (CKR_ARGUMENTS_BAD)");
    assertThat(sent("EncryptedKeyMaterial")).hasSize(1);
    assertThat(open(sent("EncryptedKeyMaterial").getFirst())).hasSize(32);
    assertThat(sent("KeyMaterialExpireUnix")).containsExactly("0");
    assertThat(sent("WrappingAlgorithm")).containsExactly("RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1");

    JsonNode shown = Json.parse(desk.out());
    JsonNode read = shown.path("ReadByTheToolInTheCustodiansHsm");
    assertThat(Json.text(read, "ObjectLabel")).isEqualTo("plain");
    assertThat(read.path("Attributes").toString())
        .isEqualTo(
            "{\"SENSITIVE\":true,\"ALWAYS_SENSITIVE\":true,\"EXTRACTABLE\":true,"
                + "\"NEVER_EXTRACTABLE\":false,\"LOCAL\":true}");
    assertThat(desk.json("list", "--label", "plain", "--class", "secret").path("Objects"))
        .hasSize(1);
    assertThat(desk.json("list", "--class", "public").path("Objects").toString())
        .doesNotContain(ByokToken.label(pair.getPublic().getEncoded()));
    assertThat(byok("plain")).isEqualTo(1);
    assertThat(desk.err()).contains("This ceremony is over");
  }

  @Test
  void goesOnWhereItWas() throws Exception {
    server.replies.put(
        "ImportKeyMaterial",
        new FakeServer.Reply(503, "{\"Code\":\"ServiceUnavailableTemporary\",\"Message\":\"m\"}"));
    assertThat(byok("again")).isEqualTo(1);
    assertThat(desk.err()).contains("[5/6]").contains("ServiceUnavailableTemporary");
    server.replies.remove("ImportKeyMaterial");
    assertThat(byok("again")).as(desk.err()).isZero();
    List<String> material = sent("EncryptedKeyMaterial");
    assertThat(material).hasSizeGreaterThan(1);
    assertThat(material).containsOnly(material.getFirst());
    assertThat(desk.json("list", "--label", "again").path("Objects")).hasSize(1);
  }

  @Test
  void anotherTokenIsAskedForWhenTheFirstHasEnded() throws Exception {
    server.replies.put(
        "ImportKeyMaterial",
        new FakeServer.Reply(400, "{\"Code\":\"ExpiredImportToken\",\"Message\":\"m\"}"));
    assertThat(byok("late")).isEqualTo(1);
    assertThat(desk.err()).contains("Run the command again");
    server.replies.remove("ImportKeyMaterial");
    pair = rsa();
    invite(Clock.systemUTC().instant().plusSeconds(86_400));
    assertThat(byok("late")).as(desk.err()).isZero();
    assertThat(open(sent("EncryptedKeyMaterial").getLast())).hasSize(32);
    assertThat(desk.json("list", "--label", "late").path("Objects")).hasSize(1);
  }

  @Test
  void writesNothingThatIsSecret() throws Exception {
    assertThat(byok("quiet")).as(desk.err()).isZero();
    byte[] material = open(sent("EncryptedKeyMaterial").getFirst());
    String hidden = Base64.getEncoder().withoutPadding().encodeToString(material);
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContain(new String(material, StandardCharsets.ISO_8859_1));
        assertThat(text).doesNotContain(hidden).doesNotContain(SoftHsm.USER_PIN);
      }
    }
  }

  @Test
  void refusesKeysThatTakeNoMaterial() {
    describe("Aliyun_KMS", "Aliyun_AES_256");
    assertThat(byok("x")).isEqualTo(1);
    assertThat(desk.err()).contains("makes its own material");
    describe("EXTERNAL", "RSA_2048");
    assertThat(byok("x")).isEqualTo(1);
    assertThat(desk.err()).contains("is RSA_2048");
    describe("EXTERNAL", "Aliyun_AES_128");
    desk.json("generate-key", "--label", "too long");
    assertThat(byok("x", "--hsm-key", "too long")).isEqualTo(1);
    assertThat(desk.err()).contains("no AES key of 128 bits");
    assertThat(byok("x", "--valid-until", "soon")).isEqualTo(1);
    assertThat(desk.err()).contains("--valid-until takes");
  }

  @Test
  void aReceiptIsCheckedOfflineAndEveryChangeShows() throws Exception {
    assertThat(byok("proof")).as(desk.err()).isZero();
    server.close();
    Path receipt = folder.resolve("proof/receipt.json");
    Path trusted = Files.writeString(folder.resolve("service-ca.pem"), ca.pem());
    assertThat(verify(receipt, trusted)).as(desk.err()).isZero();
    assertThat(desk.err()).isEqualTo("The receipt is genuine.\n");
    assertThat(desk.out()).contains("AttestedByTheService").contains("ReadByTheTool");

    Path other = Files.writeString(folder.resolve("other-ca.pem"), new ReceiptCa().pem());
    assertThat(verify(receipt, other)).isEqualTo(1);
    assertThat(desk.err()).contains("not of the CA that is trusted here");
    String text = Files.readString(receipt);
    for (String[] change :
        new String[][] {
          {"FP-1", "FP-2", "the service's part was changed"},
          {"\\\\\"LOCAL\\\\\":true", "\\\\\"LOCAL\\\\\":false", "the custodian's part was changed"},
          {"coffer byok receipt 1", "coffer byok receipt 2", "no receipt"},
          {"\\{", "", "damaged"}
        }) {
      Path changed =
          Files.writeString(folder.resolve("changed"), text.replaceFirst(change[0], change[1]));
      assertThat(verify(changed, trusted)).as(change[0]).isEqualTo(1);
      assertThat(desk.err()).contains("not to be trusted").contains(change[2]);
    }
  }

  private int verify(Path receipt, Path trusted) {
    return desk.runBare("byok", "verify", receipt.toString(), "--ca", trusted.toString());
  }

  private int byok(String label, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "byok",
                "--module",
                SoftHsm.MODULE.path().toString(),
                "--token",
                TOKEN,
                "--data",
                folder.resolve("data").toString(),
                "--key-id",
                KEY,
                "--label",
                label,
                "--out",
                folder.resolve(label).toString()));
    args.addAll(List.of(more));
    return desk.runBare(args.toArray(String[]::new));
  }

  private List<String> sent(String parameter) {
    return server.requests.stream()
        .map(request -> request.parameters().getOrDefault(parameter, ""))
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private byte[] open(String material) throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
    cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
    return cipher.doFinal(Base64.getDecoder().decode(material));
  }

  private void describe(String origin, String spec) {
    server.replies.put(
        "DescribeKey",
        new FakeServer.Reply(
            200,
            "{\"KeyMetadata\":{\"KeyId\":\"%s\",\"Origin\":\"%s\",\"KeySpec\":\"%s\"}}"
                .formatted(KEY, origin, spec)));
  }

  private void invite(Instant ends) {
    ObjectNode node = Json.object();
    node.put("ImportToken", "dG9rZW4=");
    node.put("PublicKey", Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
    node.put("TokenExpireTime", ends.truncatedTo(ChronoUnit.SECONDS).toString());
    server.replies.put("GetParametersForImport", new FakeServer.Reply(200, Json.text(node)));
  }

  private static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("NullAway") // set before each test
  private static FakeServer unset() {
    return null;
  }
}
