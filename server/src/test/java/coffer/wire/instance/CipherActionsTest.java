package coffer.wire.instance;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.keys.Versions;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersion;
import coffer.wire.instance.proto.InstanceMessages.AdvanceDecryptRequest;
import coffer.wire.instance.proto.InstanceMessages.AdvanceDecryptResponse;
import coffer.wire.instance.proto.InstanceMessages.AdvanceEncryptRequest;
import coffer.wire.instance.proto.InstanceMessages.AdvanceEncryptResponse;
import coffer.wire.instance.proto.InstanceMessages.DecryptRequest;
import coffer.wire.instance.proto.InstanceMessages.DecryptResponse;
import coffer.wire.instance.proto.InstanceMessages.EncryptRequest;
import coffer.wire.instance.proto.InstanceMessages.EncryptResponse;
import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Encrypt, Decrypt, AdvanceEncrypt and AdvanceDecrypt over the signed wire.
class CipherActionsTest {
  private static final ByteString TEXT = ByteString.copyFromUtf8("attack at dawn");
  private static final String INVALID = "400 InvalidParameter";
  private static final String UNSUPPORTED = "400 UnsupportedOperation";

  @TempDir static Path directory;
  private static Served served;
  private static Key aes;

  @BeforeAll
  static void build() {
    served = new Served(directory);
    aes = served.create(KeySpec.ALIYUN_AES_256);
  }

  @AfterAll
  static void close() {
    served.close();
  }

  private static EncryptRequest.Builder encrypt(Key key, ByteString plaintext) {
    return EncryptRequest.newBuilder().setKeyId(key.id().value()).setPlaintext(plaintext);
  }

  private static EncryptRequest.Builder encrypt(String algorithm, String padding, int length) {
    return encrypt(aes, Served.bytes(length)).setAlgorithm(algorithm).setPaddingMode(padding);
  }

  private static EncryptResponse.Builder sealed(EncryptRequest.Builder request) {
    return served.call("Encrypt", request, EncryptResponse::newBuilder);
  }

  /// As samples do: what Encrypt answered is fed back.
  private static DecryptRequest.Builder decrypt(EncryptResponse.Builder sealed) {
    return DecryptRequest.newBuilder()
        .setKeyId(sealed.getKeyId())
        .setCiphertextBlob(sealed.getCiphertextBlob())
        .setIv(sealed.getIv())
        .setAlgorithm(sealed.getAlgorithm())
        .setPaddingMode(sealed.getPaddingMode());
  }

  private static ByteString opened(DecryptRequest.Builder request) {
    return served.call("Decrypt", request, DecryptResponse::newBuilder).getPlaintext();
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"ALIYUN_AES_256", "ALIYUN_AES_192", "ALIYUN_AES_128"})
  void symmetricKeysEncryptWithGcmByDefault(KeySpec spec) {
    Key key = served.create(spec);
    FakeCall call = served.send("Encrypt", encrypt(key, TEXT), Map.of());
    EncryptResponse.Builder sealed = Served.read(call, EncryptResponse::newBuilder);
    assertThat(sealed.getAlgorithm()).isEqualTo("AES_GCM");
    assertThat(sealed.getPaddingMode()).isEmpty();
    assertThat(sealed.getIv().size()).isEqualTo(12);
    assertThat(sealed.getCiphertextBlob().size()).isEqualTo(TEXT.size() + 16);
    assertThat(call.answerHeader(Served.VERSION_HEADER)).isEqualTo(key.initial().id().toString());
    assertThat(opened(decrypt(sealed))).isEqualTo(TEXT);
    assertThat(opened(decrypt(sealed).clearAlgorithm())).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, RSAES_OAEP_SHA_256, 190",
    "RSA_3072, RSAES_OAEP_SHA_256, 318",
    "RSA_4096, RSAES_OAEP_SHA_256, 446",
    "RSA_2048, RSAES_OAEP_SHA_1, 214"
  })
  void rsaKeysEncryptWhatTheirPaddingLeavesRoomFor(KeySpec spec, String algorithm, int most) {
    Key key = served.create(spec, KeyUsage.ENCRYPT_DECRYPT);
    EncryptRequest.Builder request = encrypt(key, Served.bytes(most));
    if (!algorithm.equals("RSAES_OAEP_SHA_256")) {
      request.setAlgorithm(algorithm);
    }
    EncryptResponse.Builder sealed = sealed(request);
    assertThat(sealed.getAlgorithm()).isEqualTo(algorithm);
    assertThat(sealed.getIv().isEmpty()).isTrue();
    assertThat(sealed.getCiphertextBlob().size()).isEqualTo(spec.bits() / 8);
    assertThat(opened(decrypt(sealed))).isEqualTo(Served.bytes(most));
    FakeCall call = served.send("Encrypt", request.setPlaintext(Served.bytes(most + 1)), Map.of());
    assertThat(call.error()).startsWith("400 InvalidParameter: ").contains("Plaintext");
  }

  @ParameterizedTest
  @CsvSource({"AES_CBC, 16", "AES_ECB, 0"})
  void blockModesPadByDefaultAndTakeWholeBlocksWithoutPadding(String algorithm, int ivBytes) {
    for (int length : new int[] {1, 15, 16, 17, 4096}) {
      EncryptResponse.Builder padded = sealed(encrypt(algorithm, "", length));
      assertThat(padded.getPaddingMode()).isEqualTo("PKCS7_PADDING");
      assertThat(padded.getAlgorithm()).isEqualTo(algorithm);
      assertThat(padded.getIv().size()).isEqualTo(ivBytes);
      assertThat(padded.getCiphertextBlob().size()).isEqualTo(length + 16 - length % 16);
      assertThat(opened(decrypt(padded))).isEqualTo(Served.bytes(length));
      EncryptRequest.Builder unpadded = encrypt(algorithm, "NO_PADDING", length);
      if (length % 16 == 0) {
        EncryptResponse.Builder sealed = sealed(unpadded);
        assertThat(sealed.getCiphertextBlob().size()).isEqualTo(length);
        assertThat(sealed.getPaddingMode()).isEqualTo("NO_PADDING");
        assertThat(opened(decrypt(sealed))).isEqualTo(Served.bytes(length));
      } else {
        assertThat(served.send("Encrypt", unpadded, Map.of()).error())
            .startsWith(INVALID + ": ")
            .contains("Plaintext");
      }
    }
  }

  @Test
  void cbcIsEcbChainedFromAChosenIv() {
    ByteString iv = Served.bytes(16);
    ByteString text = Served.bytes(48);
    ByteString chained = sealed(encrypt("AES_CBC", "NO_PADDING", 48).setIv(iv)).getCiphertextBlob();
    ByteString before = iv;
    for (int at = 0; at < 48; at += 16) {
      byte[] block = text.substring(at, at + 16).toByteArray();
      for (int i = 0; i < 16; i++) {
        block[i] ^= before.byteAt(i);
      }
      before =
          sealed(encrypt("AES_ECB", "NO_PADDING", 16).setPlaintext(ByteString.copyFrom(block)))
              .getCiphertextBlob();
      assertThat(chained.substring(at, at + 16)).isEqualTo(before);
    }
  }

  @Test
  void whatDoesNotFitTheModeIsRefused() {
    ByteString some = Served.bytes(1);
    assertThat(served.refusal("Encrypt", encrypt("AES_CBC", "", 16).setAad(some)))
        .isEqualTo(INVALID);
    assertThat(served.refusal("Encrypt", encrypt("AES_ECB", "", 16).setIv(Served.bytes(16))))
        .isEqualTo(INVALID);
    assertThat(served.refusal("Encrypt", encrypt("AES_CBC", "", 16).setIv(Served.bytes(12))))
        .isEqualTo(INVALID);
    assertThat(served.refusal("Encrypt", encrypt("AES_GCM", "", 16).setIv(Served.bytes(16))))
        .isEqualTo(INVALID);
    assertThat(served.refusal("Encrypt", encrypt("AES_CTR", "", 16))).isEqualTo(INVALID);
    assertThat(served.refusal("Encrypt", encrypt("AES_CBC", "PKCS5", 16))).isEqualTo(INVALID);
    assertThat(served.refusal("Encrypt", encrypt("RSAES_OAEP_SHA_256", "", 16))).isEqualTo(INVALID);
    assertThat(served.refusal("Encrypt", encrypt(aes, ByteString.EMPTY)))
        .isEqualTo("400 MissingParameter");
    EncryptResponse.Builder cbc = sealed(encrypt("AES_CBC", "", 16));
    assertThat(served.refusal("Decrypt", decrypt(cbc).clearIv())).isEqualTo(INVALID);
    assertThat(served.refusal("Decrypt", decrypt(cbc).clearAlgorithm())).isEqualTo(INVALID);
  }

  @Test
  void additionalDataHasAtMost8192Bytes() {
    EncryptResponse.Builder sealed = sealed(encrypt(aes, TEXT).setAad(Served.bytes(8192)));
    assertThat(opened(decrypt(sealed).setAad(Served.bytes(8192)))).isEqualTo(TEXT);
    assertThat(served.refusal("Decrypt", decrypt(sealed))).isEqualTo(INVALID);
    assertThat(served.refusal("Encrypt", encrypt(aes, TEXT).setAad(Served.bytes(8193))))
        .isEqualTo(INVALID);
    assertThat(served.refusal("Decrypt", decrypt(sealed).setAad(Served.bytes(8193))))
        .isEqualTo(INVALID);
  }

  @Test
  void advanceBlobsDescribeThemselves() {
    AdvanceEncryptRequest.Builder request =
        AdvanceEncryptRequest.newBuilder()
            .setKeyId(aes.id().value())
            .setPlaintext(TEXT)
            .setAad(Served.bytes(5));
    FakeCall call = served.send("AdvanceEncrypt", request, Map.of());
    AdvanceEncryptResponse.Builder sealed = Served.read(call, AdvanceEncryptResponse::newBuilder);
    String version = aes.primary().id().toString();
    byte[] blob = sealed.getCiphertextBlob().toByteArray();
    assertThat(blob).startsWith(0x24, 0, 2).hasSize(51 + TEXT.size() + 16);
    assertThat(new String(blob, 3, 36, StandardCharsets.US_ASCII)).isEqualTo(version);
    assertThat(ByteString.copyFrom(blob, 39, 12)).isEqualTo(sealed.getIv());
    assertThat(sealed.getKeyVersionId()).isEqualTo(version);
    assertThat(call.answerHeader(Served.VERSION_HEADER)).isEqualTo(version);
    AdvanceDecryptResponse.Builder opened =
        served.call(
            "AdvanceDecrypt",
            AdvanceDecryptRequest.newBuilder()
                .setCiphertextBlob(sealed.getCiphertextBlob())
                .setIv(sealed.getIv())
                .setAad(Served.bytes(5)),
            AdvanceDecryptResponse::newBuilder);
    assertThat(opened.getPlaintext()).isEqualTo(TEXT);
    assertThat(opened.getKeyId()).isEqualTo(aes.id().value());
    assertThat(opened.getKeyVersionId()).isEqualTo(version);
  }

  /// The way of transfer clients that cut and glue: 36 + 12 + rest, the version in the header.
  @Test
  void plainAndAdvanceBlobsAreTheSameBytesInBothDirections() {
    ByteString advance =
        served
            .call(
                "AdvanceEncrypt",
                AdvanceEncryptRequest.newBuilder().setKeyId(aes.id().value()).setPlaintext(TEXT),
                AdvanceEncryptResponse::newBuilder)
            .getCiphertextBlob();
    DecryptRequest.Builder low =
        DecryptRequest.newBuilder()
            .setIv(advance.substring(39, 51))
            .setCiphertextBlob(advance.substring(51));
    Map<String, String> header = Map.of(Served.VERSION_HEADER, aes.primary().id().toString());
    FakeCall call = served.send("Decrypt", low, header);
    DecryptResponse.Builder opened = Served.read(call, DecryptResponse::newBuilder);
    assertThat(opened.getPlaintext()).isEqualTo(TEXT);
    assertThat(opened.getKeyId()).isEqualTo(aes.id().value());
    assertThat(call.answerHeader(Served.VERSION_HEADER)).isEqualTo(aes.primary().id().toString());
    assertThat(served.refusal("Decrypt", low)).isEqualTo("400 MissingParameter");
    assertThat(
            served.refusal(
                "Decrypt", low, Map.of(Served.VERSION_HEADER, UUID.randomUUID().toString())))
        .isEqualTo("404 Forbidden.KeyNotFound");
    assertThat(served.refusal("Decrypt", low, Map.of(Served.VERSION_HEADER, "1")))
        .isEqualTo(INVALID);

    EncryptResponse.Builder plain = sealed(encrypt(aes, TEXT));
    ByteString glued =
        ByteString.copyFrom(new byte[] {0x24, 0, 2})
            .concat(ByteString.copyFromUtf8(aes.initial().id().toString()))
            .concat(plain.getIv())
            .concat(plain.getCiphertextBlob());
    assertThat(
            served
                .call(
                    "AdvanceDecrypt",
                    AdvanceDecryptRequest.newBuilder().setCiphertextBlob(glued),
                    AdvanceDecryptResponse::newBuilder)
                .getPlaintext())
        .isEqualTo(TEXT);
  }

  @Test
  void theAdvanceCallsKnowOnlyGcm() {
    Key rsa = served.create(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
    for (String mode : new String[] {"AES_CBC", "AES_ECB"}) {
      AdvanceEncryptRequest.Builder request =
          AdvanceEncryptRequest.newBuilder()
              .setKeyId(aes.id().value())
              .setPlaintext(Served.bytes(16))
              .setAlgorithm(mode);
      assertThat(served.refusal("AdvanceEncrypt", request)).isEqualTo(UNSUPPORTED);
      EncryptResponse.Builder plain = sealed(encrypt(mode, "", 16));
      assertThat(served.refusal("AdvanceDecrypt", advance(plain))).isEqualTo(UNSUPPORTED);
    }
    assertThat(
            served.refusal(
                "AdvanceEncrypt",
                AdvanceEncryptRequest.newBuilder().setKeyId(rsa.id().value()).setPlaintext(TEXT)))
        .isEqualTo(UNSUPPORTED);
  }

  private static AdvanceDecryptRequest.Builder advance(EncryptResponse.Builder sealed) {
    return AdvanceDecryptRequest.newBuilder()
        .setKeyId(sealed.getKeyId())
        .setCiphertextBlob(sealed.getCiphertextBlob())
        .setIv(sealed.getIv())
        .setAlgorithm(sealed.getAlgorithm());
  }

  @Test
  void plainCallsUseTheInitialVersionAndAdvanceCallsThePrimary() {
    Key key = Versions.rotated(served.house, served.create(KeySpec.ALIYUN_AES_256));
    KeyVersion initial = key.versions().getFirst();
    KeyVersion primary = key.versions().getLast();
    assertThat(initial.id()).isNotEqualTo(primary.id());
    FakeCall plain = served.send("Encrypt", encrypt(key, TEXT), Map.of());
    EncryptResponse.Builder old = Served.read(plain, EncryptResponse::newBuilder);
    assertThat(plain.answerHeader(Served.VERSION_HEADER)).isEqualTo(initial.id().toString());
    AdvanceEncryptRequest.Builder request =
        AdvanceEncryptRequest.newBuilder().setKeyId(key.id().value()).setPlaintext(TEXT);
    AdvanceEncryptResponse.Builder now =
        served.call("AdvanceEncrypt", request, AdvanceEncryptResponse::newBuilder);
    assertThat(now.getKeyVersionId()).isEqualTo(primary.id().toString());

    // Both decrypt what the plain calls made; only AdvanceDecrypt what the Advance calls made.
    assertThat(opened(decrypt(old))).isEqualTo(TEXT);
    AdvanceDecryptResponse.Builder opened =
        served.call("AdvanceDecrypt", advance(old), AdvanceDecryptResponse::newBuilder);
    assertThat(opened.getPlaintext()).isEqualTo(TEXT);
    assertThat(opened.getKeyVersionId()).isEqualTo(initial.id().toString());
    assertThat(
            served
                .call(
                    "AdvanceDecrypt",
                    AdvanceDecryptRequest.newBuilder().setCiphertextBlob(now.getCiphertextBlob()),
                    AdvanceDecryptResponse::newBuilder)
                .getKeyVersionId())
        .isEqualTo(primary.id().toString());
    DecryptRequest.Builder inner =
        DecryptRequest.newBuilder()
            .setKeyId(key.id().value())
            .setIv(now.getIv())
            .setCiphertextBlob(now.getCiphertextBlob().substring(51));
    assertThat(served.refusal("Decrypt", inner)).isEqualTo(INVALID);

    // The header selects, in every call.
    Map<String, String> header = Map.of(Served.VERSION_HEADER, primary.id().toString());
    assertThat(
            Served.read(served.send("Decrypt", inner, header), DecryptResponse::newBuilder)
                .getPlaintext())
        .isEqualTo(TEXT);
    FakeCall chosen = served.send("Encrypt", encrypt(key, TEXT), header);
    assertThat(chosen.answerHeader(Served.VERSION_HEADER)).isEqualTo(primary.id().toString());
    Map<String, String> first = Map.of(Served.VERSION_HEADER, initial.id().toString());
    assertThat(
            served
                .call("AdvanceEncrypt", request, AdvanceEncryptResponse::newBuilder, first)
                .getKeyVersionId())
        .isEqualTo(initial.id().toString());
    Map<String, String> foreign = Map.of(Served.VERSION_HEADER, aes.primary().id().toString());
    assertThat(served.refusal("Encrypt", encrypt(key, TEXT), foreign))
        .isEqualTo("404 Forbidden.KeyVersionNotFound");
  }
}
