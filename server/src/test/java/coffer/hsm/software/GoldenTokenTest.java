package coffer.hsm.software;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Material;
import coffer.hsm.Opened;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.KeyVersionId;
import coffer.model.SecretBytes;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A token and material that format 1 made, with the Argon2id cost of its day. Every later build
/// opens them: never make this file again, add another beside it.
class GoldenTokenTest {
  private static final byte[] NONE = {};
  private static final String PLAINTEXT = "sealed for ever";

  private final Properties golden = new Properties();
  @TempDir Path directory;

  @BeforeEach
  void load() throws IOException {
    try (InputStream in = GoldenTokenTest.class.getResourceAsStream("golden-1.properties")) {
      golden.load(in);
    }
  }

  @Test
  void goldenTokenOpensAndItsMaterialWorks() throws IOException {
    Path file = directory.resolve("golden.token");
    Files.write(file, bytes("token"));
    try (HsmMember member = Tokens.open(file, "golden user")) {
      assertThat(member.identity().label()).isEqualTo("golden");
      assertThat(member.identity().serial()).isEqualTo(golden.getProperty("serial"));
      assertThat(member.domainKeyVersion()).isEqualTo(2);
      assertThat(member.identPublicKey())
          .hasValueSatisfying(k -> assertThat(k).isEqualTo(bytes("ident")));
      assertThat(member.integrity(PLAINTEXT.getBytes(UTF_8))).isEqualTo(bytes("integrity"));

      HsmKey aes = unwrap(member, KeySpec.ALIYUN_AES_256, 1, "aes");
      CipherParameters gcm = CipherParameters.gcm(bytes("gcm.iv"), bytes("gcm.aad"));
      assertThat(text(member.decrypt(aes, gcm, bytes("gcm")))).isEqualTo(PLAINTEXT);
      HsmKey rsa = unwrap(member, KeySpec.RSA_2048, 2, "rsa");
      CipherParameters oaep = CipherParameters.rsa(EncryptionAlgorithm.RSAES_OAEP_SHA_256);
      assertThat(text(member.decrypt(rsa, oaep, bytes("oaep")))).isEqualTo(PLAINTEXT);
      HsmKey hmac = unwrap(member, KeySpec.HMAC_SHA512, 2, "hmac");
      assertThat(member.mac(hmac, PLAINTEXT.getBytes(UTF_8))).isEqualTo(bytes("mac"));
      unwrap(member, KeySpec.EC_P256, 2, "p256");
      unwrap(member, KeySpec.EC_P256K, 2, "p256k");
    }
  }

  @Test
  void goldenSecurityOfficerStillChangesThePin() throws IOException {
    Path file = directory.resolve("golden.token");
    Files.write(file, bytes("token"));
    Tokens.setCryptoUser(file, "golden officer", "another");
    try (HsmMember member = Tokens.open(file, "another")) {
      unwrap(member, KeySpec.ALIYUN_AES_256, 1, "aes");
    }
  }

  private HsmKey unwrap(HsmMember member, KeySpec spec, int kekVersion, String name) {
    WrappedKey wrapped = new WrappedKey(kekVersion, WrapFormat.AES_KWP, bytes(name), NONE);
    KeyVersionId version = new KeyVersionId(new UUID(0, 1));
    return member.unwrap(new Material(version, spec, spec.usages(), wrapped));
  }

  private static String text(Opened opened) {
    try (SecretBytes plaintext = opened.plaintext()) {
      return plaintext.use(bytes -> new String(bytes, UTF_8));
    }
  }

  private byte[] bytes(String name) {
    String value = golden.getProperty(name, "");
    return name.equals("token")
        ? Base64.getDecoder().decode(value)
        : HexFormat.of().parseHex(value);
  }
}
