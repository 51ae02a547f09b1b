package coffer.operations.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.EncryptionAlgorithm;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.MacAlgorithm;
import coffer.model.SigningAlgorithm;
import coffer.operations.House;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The actions on asymmetric and MAC keys, checked against this JDK's own cryptography.
class AsymmetricTest {
  private static final byte[] MESSAGE = "attack at dawn".getBytes(StandardCharsets.UTF_8);
  private static final String TEXT = Base64.getEncoder().encodeToString(MESSAGE);

  @TempDir static Path directory;
  private static House house;
  private static Calls calls;
  private static Key rsa;
  private static Key ec;

  @BeforeAll
  static void build() {
    house = new House(directory);
    calls = new Calls(house);
    rsa =
        house.create(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT, Optional.of(KeyUsage.SIGN_VERIFY));
    ec = house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = EncryptionAlgorithm.class,
      names = {"RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1"})
  void whatIsEncryptedDecryptsToTheSameBytes(EncryptionAlgorithm algorithm) {
    AsymmetricEncrypt.Answer sealed = encrypt(rsa, algorithm, TEXT);
    assertThat(sealed.ciphertextBlob()).hasSize(256);
    assertThat(sealed.keyVersionId()).isEqualTo(rsa.primary().id());
    assertThat(decrypt(rsa, algorithm, sealed.ciphertextBlob())).isEqualTo(TEXT);
    EncryptionAlgorithm other =
        algorithm == EncryptionAlgorithm.RSAES_OAEP_SHA_1
            ? EncryptionAlgorithm.RSAES_OAEP_SHA_256
            : EncryptionAlgorithm.RSAES_OAEP_SHA_1;
    assertThat(Calls.refusal(() -> decrypt(rsa, other, sealed.ciphertextBlob())))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
  }

  @Test
  void plaintextsAreBase64AndFitTheModulus() {
    EncryptionAlgorithm oaep = EncryptionAlgorithm.RSAES_OAEP_SHA_256;
    String longest = Base64.getEncoder().encodeToString(new byte[190]);
    assertThat(decrypt(rsa, oaep, encrypt(rsa, oaep, longest).ciphertextBlob())).isEqualTo(longest);
    for (String bad :
        new String[] {Base64.getEncoder().encodeToString(new byte[191]), "***", "QQ", "QR=="}) {
      assertThat(Calls.refusal(() -> encrypt(rsa, oaep, bad)))
          .as(bad)
          .isEqualTo(ErrorCode.INVALID_PARAMETER);
    }
    assertThat(Calls.refusal(() -> encrypt(rsa, EncryptionAlgorithm.AES_GCM, TEXT)))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(Calls.refusal(() -> encrypt(ec, oaep, TEXT)))
        .isEqualTo(ErrorCode.UNSUPPORTED_OPERATION);
  }

  @ParameterizedTest
  @EnumSource(SigningAlgorithm.class)
  void signaturesVerifyAndFlippedOnesDoNot(SigningAlgorithm algorithm) throws Exception {
    Key key = algorithm == SigningAlgorithm.ECDSA_SHA_256 ? ec : rsa;
    byte[] digest = sha256(MESSAGE);
    byte[] signature = sign(key, Optional.empty(), algorithm, digest);
    assertThat(verify(key, Optional.empty(), algorithm, digest, signature)).isTrue();
    byte[] flipped = signature.clone();
    flipped[flipped.length - 1] ^= 1;
    assertThat(verify(key, Optional.empty(), algorithm, digest, flipped)).isFalse();
    assertThat(verify(key, Optional.empty(), algorithm, sha256(digest), signature)).isFalse();
    assertThat(verify(key, Optional.empty(), algorithm, digest, new byte[0])).isFalse();
    assertThat(Calls.refusal(() -> sign(key, Optional.empty(), algorithm, MESSAGE)))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    Key unfit = algorithm == SigningAlgorithm.ECDSA_SHA_256 ? rsa : ec;
    assertThat(Calls.refusal(() -> sign(unfit, Optional.empty(), algorithm, digest)))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
  }

  @Test
  void anybodyVerifiesWithThePublicKey() throws Exception {
    GetPublicKey.Answer answer =
        calls.answer(
            GetPublicKey.OPERATION,
            new GetPublicKey.Request(ec.id().value(), Optional.empty(), Optional.empty()));
    assertThat(answer.publicKey())
        .startsWith("-----BEGIN PUBLIC KEY-----\n")
        .endsWith("-----END PUBLIC KEY-----\n");
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(publicKey(answer.publicKey()));
    verifier.update(MESSAGE);
    assertThat(
            verifier.verify(
                sign(ec, Optional.empty(), SigningAlgorithm.ECDSA_SHA_256, sha256(MESSAGE))))
        .isTrue();
    Key aes = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    assertThat(
            calls.refusal(
                GetPublicKey.OPERATION,
                new GetPublicKey.Request(aes.id().value(), Optional.empty(), Optional.empty())))
        .isEqualTo(ErrorCode.UNSUPPORTED_OPERATION);
  }

  @Test
  void everyVersionSignsByItsIdAndTheNewestByDefault() throws Exception {
    Key key = house.create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY);
    house.clock.forward(Duration.ofDays(7));
    Key now = house.keys.rotation().createVersion(key);
    byte[] digest = sha256(MESSAGE);
    SigningAlgorithm ecdsa = SigningAlgorithm.ECDSA_SHA_256;
    Optional<KeyVersionId> old = Optional.of(now.initial().id());
    byte[] byOld = sign(key, old, ecdsa, digest);
    byte[] byNew = sign(key, Optional.empty(), ecdsa, digest);
    assertThat(verify(key, old, ecdsa, digest, byOld)).isTrue();
    assertThat(verify(key, Optional.empty(), ecdsa, digest, byOld)).isFalse();
    assertThat(verify(key, Optional.of(now.primary().id()), ecdsa, digest, byNew)).isTrue();
    Optional<KeyVersionId> unknown = Optional.of(new KeyVersionId(UUID.randomUUID()));
    assertThat(Calls.refusal(() -> sign(key, unknown, ecdsa, digest)))
        .isEqualTo(ErrorCode.KEY_VERSION_NOT_FOUND);
  }

  @ParameterizedTest
  @EnumSource(MacAlgorithm.class)
  void macsVerifyAndOthersDoNot(MacAlgorithm algorithm) {
    Key key = house.create(algorithm.spec(), KeyUsage.GENERATE_VERIFY_MAC);
    byte[] mac = mac(key, algorithm);
    assertThat(mac).hasSize(algorithm.spec().bits() / 8);
    assertThat(verifyMac(key, algorithm, mac)).isTrue();
    mac[0] ^= 1;
    assertThat(verifyMac(key, algorithm, mac)).isFalse();
    assertThat(verifyMac(key, algorithm, new byte[0])).isFalse();
    for (MacAlgorithm other : MacAlgorithm.values()) {
      if (other != algorithm) {
        assertThat(Calls.refusal(() -> mac(key, other))).isEqualTo(ErrorCode.INVALID_PARAMETER);
      }
    }
    assertThat(Calls.refusal(() -> mac(ec, algorithm))).isEqualTo(ErrorCode.UNSUPPORTED_OPERATION);
  }

  private static AsymmetricEncrypt.Answer encrypt(
      Key key, EncryptionAlgorithm algorithm, String base64) {
    return calls.answer(
        AsymmetricEncrypt.OPERATION,
        new AsymmetricEncrypt.Request(
            key.id().value(), Optional.empty(), algorithm, House.secret(base64), Optional.empty()));
  }

  private static String decrypt(Key key, EncryptionAlgorithm algorithm, byte[] ciphertext) {
    return Calls.text(
        calls
            .answer(
                AsymmetricDecrypt.OPERATION,
                new AsymmetricDecrypt.Request(
                    key.id().value(), Optional.empty(), algorithm, ciphertext, Optional.empty()))
            .plaintext());
  }

  private static byte[] sign(
      Key key, Optional<KeyVersionId> version, SigningAlgorithm algorithm, byte[] digest) {
    return calls
        .answer(
            AsymmetricSign.OPERATION,
            new AsymmetricSign.Request(
                key.id().value(), version, algorithm, digest, Optional.empty()))
        .value();
  }

  private static boolean verify(
      Key key,
      Optional<KeyVersionId> version,
      SigningAlgorithm algorithm,
      byte[] digest,
      byte[] signature) {
    return calls
        .answer(
            AsymmetricVerify.OPERATION,
            new AsymmetricVerify.Request(
                key.id().value(), version, algorithm, digest, signature, Optional.empty()))
        .value();
  }

  private static byte[] mac(Key key, MacAlgorithm algorithm) {
    return calls
        .answer(
            GenerateMac.OPERATION,
            new GenerateMac.Request(key.id().value(), algorithm, MESSAGE, Optional.empty()))
        .mac();
  }

  private static boolean verifyMac(Key key, MacAlgorithm algorithm, byte[] mac) {
    return calls
        .answer(
            VerifyMac.OPERATION,
            new VerifyMac.Request(key.id().value(), algorithm, MESSAGE, mac, Optional.empty()))
        .value();
  }

  private static byte[] sha256(byte[] message) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(message);
  }

  private static PublicKey publicKey(String pem) throws Exception {
    String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }
}
