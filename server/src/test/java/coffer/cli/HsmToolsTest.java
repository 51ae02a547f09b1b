package coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.pkcs11.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.crypto.Cipher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `coffer hsm` on SoftHSM: what scripts type, and what they read.
class HsmToolsTest {
  private static final String TOKEN = SoftHsm.newLabel();

  @TempDir private Path folder = Path.of("");
  private HsmDesk desk = new HsmDesk(folder, TOKEN);

  @BeforeEach
  void sitDown() {
    desk = new HsmDesk(folder, TOKEN);
  }

  @Test
  void slotsShowEveryToken() {
    JsonNode slots = desk.json("slots").path("Slots");
    JsonNode mine =
        StreamSupport.stream(slots.spliterator(), false)
            .filter(slot -> Json.text(slot, "Label").equals(TOKEN))
            .findFirst()
            .orElseThrow();
    assertThat(Json.text(mine, "State")).isEqualTo("ready");
    assertThat(Json.text(mine, "Serial")).matches("[0-9a-f]{16}");
    assertThat(Json.text(mine, "Model")).isEqualTo("SoftHSM v2");
    assertThat(mine.path("Hardware").asBoolean(true)).isFalse();
  }

  @Test
  void aPartitionIsMadeGetsItsOfficerAndIsErased() throws IOException {
    String module = SoftHsm.MODULE.path().toString();
    Path pin = Files.writeString(folder.resolve("pin"), "13571357\n");
    Path next = Files.writeString(folder.resolve("next"), "24682468");
    desk.input = "made here\n";
    assertThat(desk.runBare("hsm", "init-partition", "--module", module)).as(desk.err()).isZero();
    JsonNode made = Json.parse(desk.out());
    assertThat(Json.text(made, "Label")).isEqualTo("made here");
    assertThat(Json.text(made, "State")).isEqualTo("no-crypto-user");
    desk.input = "";

    HsmDesk own = new HsmDesk(folder, "made here");
    assertThat(Json.text(own.json("init-role", "--new-pin-file", pin.toString()), "State"))
        .isEqualTo("ready");
    assertThat(own.refused("list"))
        .isEqualTo(
            "C_Login: CKR_PIN_INCORRECT (0xa0): the PIN is wrong. Mind that a few wrong ones lock"
                + " the token.\n");
    own.json("change-pin", "--pin-file", pin.toString(), "--new-pin-file", next.toString());
    assertThat(own.refused("list", "--pin-file", pin.toString())).contains("CKR_PIN_INCORRECT");
    own.json("generate-key", "--pin-file", next.toString(), "--label", "k");

    assertThat(own.refused("init-partition", "--label", "made here")).contains("say --yes");
    own.json("init-partition", "--label", "made anew", "--yes");
    HsmDesk anew = new HsmDesk(folder, "made anew");
    assertThat(anew.refused("list"))
        .contains("CKR_USER_PIN_NOT_INITIALIZED (0x102)")
        .contains("coffer hsm init-role");
  }

  @Test
  void keysAreGeneratedListedChangedAndDeleted() {
    JsonNode made = desk.json("generate-key", "--type", "aes", "--bytes", "32", "--label", "life");
    assertThat(Json.text(made, "Class")).isEqualTo("secret-key");
    assertThat(made.path("Bits").asInt()).isEqualTo(256);
    assertThat(flags(made))
        .contains("sensitive", "always-sensitive", "extractable", "local", "private", "token")
        .contains("encrypt", "decrypt", "wrap", "unwrap")
        .doesNotContain("sign", "derive", "never-extractable");

    JsonNode changed =
        desk.json(
            "set-attribute",
            "life",
            "wrap=false",
            "CKA_ID=0a0b",
            "extractable=false",
            "label=lived");
    assertThat(flags(changed)).doesNotContain("wrap", "extractable");
    assertThat(Json.text(changed, "Id")).isEqualTo("0a0b");
    assertThat(desk.json("list", "--label", "lived").path("Objects")).hasSize(1);
    assertThat(desk.json("list", "--label", "lived", "--class", "public").path("Objects"))
        .isEmpty();

    assertThat(desk.refused("set-attribute", "lived", "extractable=true"))
        .contains("CKR_ATTRIBUTE_READ_ONLY (0x10)");
    assertThat(desk.refused("delete", "id:0a0b")).contains("say --yes");
    String handle =
        desk.json("list", "--label", "lived").path("Objects").get(0).path("Handle").toString();
    assertThat(desk.refused("delete", handle, "--yes")).contains("A handle may be another");
    assertThat(desk.run("delete", "lived", "--yes")).isZero();
    assertThat(desk.out()).startsWith("secret-key lived (handle ").endsWith(" is deleted.\n");
    assertThat(desk.refused("delete", "lived", "--yes")).contains("There is no object named lived");
  }

  @Test
  void everyFileFormOfAPublicKeyIsImportedAsTheSameKey() throws Exception {
    KeyPair pair = rsa();
    int n = 0;
    for (byte[] file : PublicKeyForms.of(pair.getPublic())) {
      String label = "form-" + n++;
      Path key = Files.write(folder.resolve(label), file);
      JsonNode made = desk.json("import-public-key", key.toString(), "--label", label);
      assertThat(Json.text(made, "Class")).isEqualTo("public-key");
      assertThat(flags(made)).doesNotContain("wrap", "encrypt", "verify");
      assertThat(desk.run("export-public-key", label, "--format", "base64")).isZero();
      assertThat(desk.out().strip())
          .isEqualTo(Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
    }
    assertThat(n).isGreaterThanOrEqualTo(8);
    assertThat(
            desk.refused(
                "import-public-key", folder.resolve("form-0").toString(), "--label=form-0"))
        .contains("form-0 already");
  }

  @Test
  void theStepsOfTheCeremonyGiveTheKeyToWhoHoldsThePrivateHalf() throws Exception {
    KeyPair pair = rsa();
    Path key = Files.write(folder.resolve("pub"), pair.getPublic().getEncoded());
    desk.json("import-public-key", key.toString(), "--label", "kms");
    desk.json("generate-key", "--label", "born here", "--bytes", "32");
    String[] wrap = {
      "--with", "kms", "--key", "born here", "--mechanism", "rsa-oaep", "--hash", "sha1", "--out"
    };
    assertThat(desk.refused("wrap", with(wrap, file("not-allowed"))))
        .contains("CKR_KEY_FUNCTION_NOT_PERMITTED (0x68)")
        .contains("coffer hsm set-attribute KEY wrap=true");
    assertThat(flags(desk.json("set-attribute", "kms", "wrap=true"))).contains("wrap");
    JsonNode answer = desk.json("wrap", with(wrap, file("wrapped.key")));
    assertThat(answer.path("Bytes").asInt()).isEqualTo(256);
    assertThat(decrypt("RSA/ECB/OAEPWithSHA-1AndMGF1Padding", pair.getPrivate(), "wrapped.key"))
        .hasSize(32);
    assertThat(desk.refused("wrap", with(wrap, file("wrapped.key")))).contains("Cannot write");

    String[] pkcs1 = {"--with", "kms", "--key", "born here", "--mechanism", "rsa-pkcs1", "--out"};
    desk.json("wrap", with(pkcs1, file("pkcs1.key")));
    assertThat(decrypt("RSA/ECB/PKCS1Padding", pair.getPrivate(), "pkcs1.key")).hasSize(32);

    wrap[7] = "sha256";
    assertThat(desk.refused("wrap", with(wrap, file("sha256.key"))))
        .contains("CKR_ARGUMENTS_BAD (0x7)");
    assertThat(folder.resolve("sha256.key")).doesNotExist();
    desk.json("generate-key", "--label", "stays", "--extractable", "false");
    pkcs1[3] = "stays";
    assertThat(desk.refused("wrap", with(pkcs1, file("never.key"))))
        .contains("CKR_KEY_UNEXTRACTABLE (0x6a)")
        .contains("--extractable=true");
  }

  @Test
  void aesWrapsAndUnwrapsInBothForms() throws IOException {
    desk.json("generate-key", "--label", "kek");
    desk.json("generate-key", "--label", "payload", "--bytes", "16");
    desk.json("generate-key", "--type=ec", "--label=pair", "--curve=p256", "--extractable=true");
    for (String mechanism : new String[] {"aes-kw", "aes-kwp"}) {
      String out = file(mechanism);
      desk.json("wrap", "--with=kek", "--key=payload", "--mechanism", mechanism, "--out", out);
      JsonNode back =
          desk.json(
              "unwrap",
              "--with=kek",
              "--in",
              out,
              "--mechanism",
              mechanism,
              "--label=" + mechanism);
      assertThat(Json.text(back, "Type")).isEqualTo("aes");
      assertThat(flags(back)).contains("sensitive").doesNotContain("local", "always-sensitive");
    }
    String out = file("pair.key");
    desk.json("wrap", "--with=kek", "--key=pair", "--mechanism=aes-kwp", "--base64", "--out", out);
    JsonNode back =
        desk.json(
            "unwrap",
            "--with=kek",
            "--base64",
            "--in=" + out,
            "--mechanism=aes-kwp",
            "--type=ec",
            "--label=pair-back",
            "--extractable=false");
    assertThat(Json.text(back, "Class")).isEqualTo("private-key");
    Files.write(Path.of(out), new byte[40]);
    assertThat(
            desk.refused(
                "unwrap", "--with=kek", "--in=" + out, "--mechanism=aes-kw", "--label=bad"))
        .contains("C_UnwrapKey of CKM_AES_KEY_WRAP: CKR_");
  }

  @Test
  void pairsOfEveryKindShowTheirPublicHalf() throws GeneralSecurityException {
    for (String curve : new String[] {"p256", "p384", "p521", "p256k"}) {
      desk.json("generate-key", "--type=ec", "--curve", curve, "--label", curve);
      assertThat(desk.run("export-public-key", curve)).as(desk.err()).isZero();
      assertThat(desk.out()).startsWith("-----BEGIN PUBLIC KEY-----\n");
    }
    desk.json("generate-key", "--type=rsa", "--bits=2048", "--label=rsa-pair");
    assertThat(desk.run("export-public-key", "rsa-pair", "--out", file("rsa.pem"))).isZero();
    assertThat(folder.resolve("rsa.pem")).exists();
  }

  @Test
  void refusalsSayWhatIsThere() throws IOException {
    HsmDesk elsewhere = new HsmDesk(folder, "no such token");
    assertThat(elsewhere.refused("list"))
        .startsWith("There is no such token. There are: ")
        .contains(TOKEN + " (serial ");
    assertThat(desk.refused("list", "--as", "cu")).contains("CKR_USER_TYPE_INVALID (0x103)");
    desk.json("generate-key", "--label", "any");
    assertThat(desk.refused("set-attribute", "any", "colour=blue"))
        .startsWith("There is no such attribute. There are: label, id, encrypt,");
    assertThat(desk.refused("set-attribute", "any", "wrap=perhaps")).contains("true or false");
    assertThat(desk.refused("set-attribute", "any", "id=xyz")).contains("hexadecimal");
    assertThat(desk.refused("generate-key", "--bytes", "33", "--label", "x")).contains("--bytes");
    assertThat(desk.refused("generate-key")).contains("The label is missing: --label TEXT");
    assertThat(desk.refused("import-public-key", file("nowhere"), "--label=x"))
        .contains("Cannot read");
    for (String wrong :
        new String[] {
          "",
          "hello",
          "0\u0001",
          "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
          "A".repeat(20_000)
        }) {
      Path path = Files.writeString(folder.resolve("wrong"), wrong);
      assertThat(desk.refused("import-public-key", path.toString(), "--label=x"))
          .as(wrong)
          .startsWith(path.toString());
    }
    assertThat(desk.runBare("hsm", "slots", "--module", folder.resolve("module.so").toString()))
        .isEqualTo(1);
    assertThat(desk.err())
        .isEqualTo("module module.so: no such file; declare the path of the vendor's .so file\n");
    assertThat(desk.runBare("hsm", "slots")).isEqualTo(2);
  }

  @Test
  void theBenchmarkMeasuresAndLeavesNothing() {
    int before = desk.json("list").path("Objects").size();
    JsonNode rates = desk.json("benchmark", "--seconds", "1", "--threads", "2").path("Rates");
    assertThat(rates).hasSize(5);
    assertThat(rates).allSatisfy(rate -> assertThat(rate.path("PerSecond").asLong()).isPositive());
    assertThat(desk.json("list").path("Objects")).hasSize(before);
    assertThat(desk.refused("benchmark", "--threads", "0")).contains("--threads");
  }

  @Test
  void aPinIsNeverTakenFromTheCommandLine() {
    assertThat(desk.run("list", "--pin", SoftHsm.USER_PIN)).isEqualTo(2);
    assertThat(desk.run("list", "--pin-file", file("no-pin"))).isEqualTo(1);
    assertThat(desk.err()).startsWith("Cannot read the PIN file");
  }

  private static String[] with(String[] args, String last) {
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = last;
    return all;
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private byte[] decrypt(String transformation, PrivateKey key, String file) throws Exception {
    Cipher cipher = Cipher.getInstance(transformation);
    cipher.init(Cipher.DECRYPT_MODE, key);
    return cipher.doFinal(Files.readAllBytes(folder.resolve(file)));
  }

  private static List<String> flags(JsonNode object) {
    return StreamSupport.stream(object.path("Flags").spliterator(), false)
        .map(flag -> flag.asString(""))
        .toList();
  }

  private static KeyPair rsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  @Test
  void aProbeTellsWhatTheModuleDoesAndLeavesNothing() {
    int before = desk.json("list").path("Objects").size();
    String found = desk.json("probe").path("Probes").toString();
    assertThat(found).contains("CKM_AES_KEY_WRAP_PAD (0x210a) makes").contains("hostile unwrap");
    assertThat(desk.run("probe", "--markdown")).as(desk.err()).isZero();
    assertThat(desk.out()).startsWith("| tried | found |").doesNotContain("calls/s");
    assertThat(desk.json("list").path("Objects").size()).isEqualTo(before);
  }
}
