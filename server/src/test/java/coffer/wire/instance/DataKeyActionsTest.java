package coffer.wire.instance;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.keys.Versions;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.wire.instance.proto.InstanceMessages.AdvanceDecryptRequest;
import coffer.wire.instance.proto.InstanceMessages.AdvanceDecryptResponse;
import coffer.wire.instance.proto.InstanceMessages.AdvanceGenerateDataKeyPairRequest;
import coffer.wire.instance.proto.InstanceMessages.AdvanceGenerateDataKeyPairResponse;
import coffer.wire.instance.proto.InstanceMessages.AdvanceGenerateDataKeyPairWithoutPlaintextRequest;
import coffer.wire.instance.proto.InstanceMessages.AdvanceGenerateDataKeyPairWithoutPlaintextResponse;
import coffer.wire.instance.proto.InstanceMessages.AdvanceGenerateDataKeyRequest;
import coffer.wire.instance.proto.InstanceMessages.AdvanceGenerateDataKeyResponse;
import coffer.wire.instance.proto.InstanceMessages.DecryptRequest;
import coffer.wire.instance.proto.InstanceMessages.DecryptResponse;
import coffer.wire.instance.proto.InstanceMessages.GenerateDataKeyPairRequest;
import coffer.wire.instance.proto.InstanceMessages.GenerateDataKeyPairResponse;
import coffer.wire.instance.proto.InstanceMessages.GenerateDataKeyPairWithoutPlaintextRequest;
import coffer.wire.instance.proto.InstanceMessages.GenerateDataKeyPairWithoutPlaintextResponse;
import coffer.wire.instance.proto.InstanceMessages.GenerateDataKeyRequest;
import coffer.wire.instance.proto.InstanceMessages.GenerateDataKeyResponse;
import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// GenerateDataKey and GenerateDataKeyPair in all their forms, over the signed wire.
class DataKeyActionsTest {
  private static final ByteString AAD = ByteString.copyFromUtf8("context");
  private static final String INVALID = "400 InvalidParameter";
  private static final String UNSUPPORTED = "400 UnsupportedOperation";
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  @TempDir static Path directory;
  private static Served served;
  private static Key key;
  private static String initial;
  private static String primary;

  @BeforeAll
  static void build() {
    served = new Served(directory);
    key = Versions.rotated(served.house, served.create(KeySpec.ALIYUN_AES_256));
    initial = key.initial().id().toString();
    primary = key.primary().id().toString();
  }

  @AfterAll
  static void close() {
    served.close();
  }

  private static ByteString decrypt(ByteString blob, ByteString iv) {
    return served
        .call(
            "Decrypt",
            DecryptRequest.newBuilder()
                .setKeyId(key.id().value())
                .setCiphertextBlob(blob)
                .setIv(iv)
                .setAad(AAD),
            DecryptResponse::newBuilder)
        .getPlaintext();
  }

  private static ByteString advanceDecrypt(ByteString blob) {
    assertThat(blob.substring(3, 39).toStringUtf8()).isEqualTo(primary);
    return served
        .call(
            "AdvanceDecrypt",
            AdvanceDecryptRequest.newBuilder().setCiphertextBlob(blob).setAad(AAD),
            AdvanceDecryptResponse::newBuilder)
        .getPlaintext();
  }

  @ParameterizedTest
  @CsvSource({"0, 32", "1, 1", "16, 16", "1024, 1024"})
  void dataKeysAreAsLongAsAskedFor(int asked, int length) {
    FakeCall call =
        served.send(
            "GenerateDataKey",
            GenerateDataKeyRequest.newBuilder()
                .setKeyId(key.id().value())
                .setNumberOfBytes(asked)
                .setAad(AAD),
            Map.of());
    GenerateDataKeyResponse.Builder plain = Served.read(call, GenerateDataKeyResponse::newBuilder);
    assertThat(call.answerHeader(Served.VERSION_HEADER)).isEqualTo(initial);
    assertThat(plain.getPlaintext().size()).isEqualTo(length);
    assertThat(plain.getAlgorithm()).isEqualTo("AES_GCM");
    assertThat(decrypt(plain.getCiphertextBlob(), plain.getIv())).isEqualTo(plain.getPlaintext());

    FakeCall advanced =
        served.send(
            "AdvanceGenerateDataKey",
            AdvanceGenerateDataKeyRequest.newBuilder()
                .setKeyId(key.id().value())
                .setNumberOfBytes(asked)
                .setAad(AAD),
            Map.of());
    AdvanceGenerateDataKeyResponse.Builder made =
        Served.read(advanced, AdvanceGenerateDataKeyResponse::newBuilder);
    assertThat(advanced.answerHeader(Served.VERSION_HEADER)).isEqualTo(primary);
    assertThat(made.getKeyVersionId()).isEqualTo(primary);
    assertThat(made.getKeyId()).isEqualTo(key.id().value());
    assertThat(made.getAlgorithm()).isEqualTo("AES_GCM");
    assertThat(made.getPlaintext().size()).isEqualTo(length);
    assertThat(made.getCiphertextBlob().substring(39, 51)).isEqualTo(made.getIv());
    assertThat(advanceDecrypt(made.getCiphertextBlob())).isEqualTo(made.getPlaintext());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1025, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void dataKeysOfOtherLengthsAreRefused(int length) {
    assertThat(
            served.refusal(
                "GenerateDataKey",
                GenerateDataKeyRequest.newBuilder()
                    .setKeyId(key.id().value())
                    .setNumberOfBytes(length)))
        .isEqualTo(INVALID);
    assertThat(
            served.refusal(
                "AdvanceGenerateDataKey",
                AdvanceGenerateDataKeyRequest.newBuilder()
                    .setKeyId(key.id().value())
                    .setNumberOfBytes(length)))
        .isEqualTo(INVALID);
  }

  @Test
  void onlySymmetricKeysAndGcmMakeDataKeys() {
    Key rsa = served.create(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
    assertThat(
            served.refusal(
                "AdvanceGenerateDataKey",
                AdvanceGenerateDataKeyRequest.newBuilder().setKeyId(rsa.id().value())))
        .isEqualTo(UNSUPPORTED);
    assertThat(
            served.refusal(
                "GenerateDataKey",
                GenerateDataKeyRequest.newBuilder()
                    .setKeyId(key.id().value())
                    .setAlgorithm("AES_CBC")))
        .isEqualTo(UNSUPPORTED);
    assertThat(served.refusal("GenerateDataKeyPair", pair("EC_P256", "").setAlgorithm("AES_ECB")))
        .isEqualTo(UNSUPPORTED);
    assertThat(
            served.refusal("GenerateDataKeyPair", pair("EC_P256", "").setKeyId(rsa.id().value())))
        .isEqualTo(UNSUPPORTED);
  }

  private static GenerateDataKeyPairRequest.Builder pair(String spec, String format) {
    return GenerateDataKeyPairRequest.newBuilder()
        .setKeyId(key.id().value())
        .setKeyPairSpec(spec)
        .setKeyFormat(format)
        .setAad(AAD);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, PEM",
    "RSA_3072, DER",
    "RSA_4096, PEM",
    "EC_P256, PEM",
    "EC_P256, DER",
    "EC_P256K, PEM",
    "EC_P256K, DER"
  })
  void aPairSignsAndVerifiesAndItsBlobHoldsTheSameBytes(String spec, String format)
      throws GeneralSecurityException {
    FakeCall call = served.send("GenerateDataKeyPair", pair(spec, format), Map.of());
    GenerateDataKeyPairResponse.Builder made =
        Served.read(call, GenerateDataKeyPairResponse::newBuilder);
    assertThat(call.answerHeader(Served.VERSION_HEADER)).isEqualTo(initial);
    assertThat(made.getKeyId()).isEqualTo(key.id().value());
    assertThat(made.getKeyPairSpec()).isEqualTo(spec);
    assertThat(made.getAlgorithm()).isEqualTo("AES_GCM");
    assertPair(spec, format, made.getPrivateKeyPlaintext(), made.getPublicKey());
    assertThat(decrypt(made.getPrivateKeyCiphertextBlob(), made.getIv()))
        .isEqualTo(made.getPrivateKeyPlaintext());
  }

  @Test
  void theOtherThreeFormsMakeSuchPairsToo() throws GeneralSecurityException {
    GenerateDataKeyPairWithoutPlaintextResponse.Builder silent =
        served.call(
            "GenerateDataKeyPairWithoutPlaintext",
            GenerateDataKeyPairWithoutPlaintextRequest.newBuilder()
                .setKeyId(key.id().value())
                .setKeyPairSpec("EC_P256")
                .setKeyFormat("DER")
                .setAad(AAD),
            GenerateDataKeyPairWithoutPlaintextResponse::newBuilder);
    assertPair(
        "EC_P256",
        "DER",
        decrypt(silent.getPrivateKeyCiphertextBlob(), silent.getIv()),
        silent.getPublicKey());

    FakeCall call =
        served.send(
            "AdvanceGenerateDataKeyPair",
            AdvanceGenerateDataKeyPairRequest.newBuilder()
                .setKeyId(key.id().value())
                .setKeyPairSpec("EC_P256K")
                .setAad(AAD),
            Map.of());
    AdvanceGenerateDataKeyPairResponse.Builder advanced =
        Served.read(call, AdvanceGenerateDataKeyPairResponse::newBuilder);
    assertThat(call.answerHeader(Served.VERSION_HEADER)).isEqualTo(primary);
    assertThat(advanced.getKeyVersionId()).isEqualTo(primary);
    assertThat(advanced.getIv())
        .isEqualTo(advanced.getPrivateKeyCiphertextBlob().substring(39, 51));
    assertThat(advanceDecrypt(advanced.getPrivateKeyCiphertextBlob()))
        .isEqualTo(advanced.getPrivateKeyPlaintext());
    assertPair("EC_P256K", "PEM", advanced.getPrivateKeyPlaintext(), advanced.getPublicKey());

    AdvanceGenerateDataKeyPairWithoutPlaintextResponse.Builder both =
        served.call(
            "AdvanceGenerateDataKeyPairWithoutPlaintext",
            AdvanceGenerateDataKeyPairWithoutPlaintextRequest.newBuilder()
                .setKeyId(key.id().value())
                .setKeyPairSpec("RSA_2048")
                .setKeyFormat("DER")
                .setAad(AAD),
            AdvanceGenerateDataKeyPairWithoutPlaintextResponse::newBuilder);
    assertThat(both.getKeyVersionId()).isEqualTo(primary);
    assertPair(
        "RSA_2048", "DER", advanceDecrypt(both.getPrivateKeyCiphertextBlob()), both.getPublicKey());
  }

  @Test
  void whatIsNoPairIsRefused() {
    assertThat(served.refusal("GenerateDataKeyPair", pair("", ""))).endsWith("MissingParameter");
    assertThat(served.refusal("GenerateDataKeyPair", pair("RSA_1024", ""))).isEqualTo(INVALID);
    assertThat(served.refusal("GenerateDataKeyPair", pair("Aliyun_AES_256", "")))
        .isEqualTo(INVALID);
    assertThat(served.refusal("GenerateDataKeyPair", pair("EC_P256", "pem"))).isEqualTo(INVALID);
    assertThat(
            served.refusal("GenerateDataKeyPair", pair("EC_P256", "").setAad(Served.bytes(8193))))
        .isEqualTo(INVALID);
  }

  private static void assertPair(
      String spec, String format, ByteString privateKey, ByteString publicKey)
      throws GeneralSecurityException {
    boolean rsa = spec.startsWith("RSA");
    boolean pem = format.equals("PEM");
    KeyFactory factory = KeyFactory.getInstance(rsa ? "RSA" : "EC", BOUNCY_CASTLE);
    PrivateKey mine =
        factory.generatePrivate(
            new PKCS8EncodedKeySpec(
                pem ? der("PRIVATE KEY", privateKey) : privateKey.toByteArray()));
    PublicKey yours =
        factory.generatePublic(
            new X509EncodedKeySpec(pem ? der("PUBLIC KEY", publicKey) : publicKey.toByteArray()));
    if (rsa) {
      int bits = KeySpec.valueOf(spec).bits();
      assertThat(((RSAKey) mine).getModulus().bitLength()).isEqualTo(bits);
    } else {
      String curve = spec.equals("EC_P256") ? "1.2.840.10045.3.1.7" : "1.3.132.0.10";
      assertThat(
              org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(yours.getEncoded())
                  .getAlgorithm()
                  .getParameters()
                  .toString())
          .isEqualTo(curve);
    }
    String algorithm = rsa ? "SHA256withRSA" : "SHA256withECDSA";
    Signature signature = Signature.getInstance(algorithm, BOUNCY_CASTLE);
    signature.initSign(mine);
    signature.update(new byte[] {1, 2, 3});
    byte[] signed = signature.sign();
    signature.initVerify(yours);
    signature.update(new byte[] {1, 2, 3});
    assertThat(signature.verify(signed)).isTrue();
  }

  /// Strictly: one block, lines of 64, a line end at the end (RFC 7468 §3).
  private static byte[] der(String label, ByteString pem) {
    String text = pem.toString(StandardCharsets.US_ASCII);
    assertThat(text)
        .matches(
            "-----BEGIN "
                + label
                + "-----\n([A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{1,64}={0,2}\n-----END "
                + label
                + "-----\n");
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
  }
}
