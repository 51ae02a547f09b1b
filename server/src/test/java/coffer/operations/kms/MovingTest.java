package coffer.operations.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.EncryptionAlgorithm;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyUsage;
import coffer.model.SecretBytes;
import coffer.operations.House;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ciphertexts that move under another key, and data keys that leave for a public key.
class MovingTest {
  private static final Optional<Map<String, String>> CONTEXT = Optional.of(Map.of("a", "b"));
  private static final Optional<Map<String, String>> OTHER = Optional.of(Map.of("c", "d"));

  @TempDir static Path directory;
  private static House house;
  private static Calls calls;
  private static Key source;
  private static Key destination;
  private static KeyPair pair;

  @BeforeAll
  static void build() throws GeneralSecurityException {
    house = new House(directory);
    calls = new Calls(house);
    source = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    destination = house.create(KeySpec.ALIYUN_AES_128, KeyUsage.ENCRYPT_DECRYPT);
    pair = rsa(2048);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
    return generator.generateKeyPair();
  }

  @Test
  void aMovedTextDecryptsUnderTheDestinationWithItsContext() {
    byte[] blob = calls.encrypt(source, "plain text", CONTEXT);
    ReEncrypt.Answer moved = move(blob, destination, CONTEXT, OTHER);
    assertThat(moved.keyId()).isEqualTo(source.id().value());
    assertThat(moved.keyVersionId()).isEqualTo(source.primary().id());
    assertThat(calls.decrypt(moved.ciphertextBlob(), OTHER)).isEqualTo("plain text");
    assertThat(Calls.refusal(() -> calls.decrypt(moved.ciphertextBlob(), CONTEXT)))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(Calls.refusal(() -> move(blob, destination, OTHER, OTHER)))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(house.audit.last().event().resource())
        .isEqualTo("key/" + source.id() + ",key/" + destination.id());
  }

  @Test
  void bothKeysMustBeEnabledAndTheDestinationSymmetric() {
    byte[] blob = calls.encrypt(source, "text", Optional.empty());
    Key disabled =
        house.inState(
            house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT), KeyState.DISABLED);
    assertThat(Calls.refusal(() -> move(blob, disabled, Optional.empty(), Optional.empty())))
        .isEqualTo(ErrorCode.DISABLED);
    Key rsa = house.create(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
    assertThat(Calls.refusal(() -> move(blob, rsa, Optional.empty(), Optional.empty())))
        .isEqualTo(ErrorCode.UNSUPPORTED_OPERATION);
  }

  @Test
  void whatCameUnderAPublicKeyIsSealedAsItsBase64Text() {
    Key rsa = house.create(KeySpec.RSA_2048, KeyUsage.ENCRYPT_DECRYPT);
    String text = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3, -1});
    EncryptionAlgorithm oaep = EncryptionAlgorithm.RSAES_OAEP_SHA_256;
    byte[] sealed =
        calls
            .answer(
                AsymmetricEncrypt.OPERATION,
                new AsymmetricEncrypt.Request(
                    rsa.id().value(), Optional.empty(), oaep, House.secret(text), Optional.empty()))
            .ciphertextBlob();
    ReEncrypt.Answer moved =
        calls.answer(ReEncrypt.OPERATION, ofPublicKey(sealed, rsa, Optional.of(oaep)));
    assertThat(moved.keyId()).isEqualTo(rsa.id().value());
    assertThat(calls.decrypt(moved.ciphertextBlob(), OTHER)).isEqualTo(text);
    assertThat(calls.refusal(ReEncrypt.OPERATION, ofPublicKey(sealed, rsa, Optional.empty())))
        .isEqualTo(ErrorCode.MISSING_PARAMETER);
    assertThat(
            calls.refusal(
                ReEncrypt.OPERATION,
                ofPublicKey(sealed, rsa, Optional.of(EncryptionAlgorithm.AES_GCM))))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(calls.refusal(ReEncrypt.OPERATION, ofPublicKey(sealed, source, Optional.of(oaep))))
        .isEqualTo(ErrorCode.UNSUPPORTED_OPERATION);
  }

  @Test
  void anExportedDataKeyIsTheOneThatWasSealed() throws GeneralSecurityException {
    GenerateDataKeyWithoutPlaintext.Answer made =
        calls.answer(
            GenerateDataKeyWithoutPlaintext.OPERATION,
            new GenerateDataKeyWithoutPlaintext.Request(
                source.id().value(),
                Optional.empty(),
                Optional.empty(),
                CONTEXT,
                Optional.empty()));
    for (Exporting.Algorithm algorithm :
        new Exporting.Algorithm[] {
          Exporting.Algorithm.RSAES_OAEP_SHA_256, Exporting.Algorithm.RSAES_OAEP_SHA_1
        }) {
      ExportDataKey.Answer exported =
          calls.answer(ExportDataKey.OPERATION, export(made.ciphertextBlob(), pair, algorithm));
      assertThat(Base64.getEncoder().encodeToString(unwrap(exported.exportedDataKey(), algorithm)))
          .isEqualTo(calls.decrypt(made.ciphertextBlob(), CONTEXT));
      assertThat(exported.keyVersionId()).isEqualTo(source.primary().id());
    }
  }

  @Test
  void aDataKeyThatIsMadeAndExportedAtOnceIsOne() throws GeneralSecurityException {
    GenerateAndExportDataKey.Answer made = generate(48, Exporting.Algorithm.RSAES_OAEP_SHA_256);
    byte[] unwrapped = unwrap(made.exportedDataKey(), Exporting.Algorithm.RSAES_OAEP_SHA_256);
    assertThat(unwrapped).hasSize(48);
    assertThat(calls.decrypt(made.ciphertextBlob(), CONTEXT))
        .isEqualTo(Base64.getEncoder().encodeToString(unwrapped));
  }

  @Test
  void whatCannotBeWrappedIsRefused() throws GeneralSecurityException {
    byte[] blob = calls.encrypt(source, "no data key", CONTEXT);
    byte[] dataKey = calls.encrypt(source, "AAAA", CONTEXT);
    Exporting.Algorithm oaep = Exporting.Algorithm.RSAES_OAEP_SHA_256;
    assertThat(calls.refusal(ExportDataKey.OPERATION, export(blob, pair, oaep)))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(calls.refusal(ExportDataKey.OPERATION, export(dataKey, rsa(1024), oaep)))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(
            calls.refusal(
                ExportDataKey.OPERATION, export(dataKey, pair, Exporting.Algorithm.SM2PKE)))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(generate(190, oaep).exportedDataKey()).hasSize(256);
    assertThat(Calls.refusal(() -> generate(191, oaep))).isEqualTo(ErrorCode.INVALID_PARAMETER);
    ExportDataKey.Request sm2 =
        new ExportDataKey.Request(
            dataKey,
            pair.getPublic().getEncoded(),
            Exporting.Spec.EC_SM2,
            oaep,
            CONTEXT,
            Optional.empty());
    assertThat(calls.refusal(ExportDataKey.OPERATION, sm2))
        .isEqualTo(ErrorCode.UNSUPPORTED_OPERATION);
  }

  @Test
  void aRehearsalTellsNothing() {
    byte[] blob = calls.encrypt(source, "text", Optional.empty());
    ReEncrypt.Request rehearsal =
        new ReEncrypt.Request(
            blob,
            destination.id().value(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(true));
    assertThat(calls.refusal(ReEncrypt.OPERATION, rehearsal))
        .isEqualTo(ErrorCode.DRY_RUN_OPERATION);
  }

  private static ReEncrypt.Answer move(
      byte[] blob,
      Key to,
      Optional<Map<String, String>> before,
      Optional<Map<String, String>> after) {
    return calls.answer(
        ReEncrypt.OPERATION,
        new ReEncrypt.Request(
            blob,
            to.id().value(),
            after,
            before,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private static ReEncrypt.Request ofPublicKey(
      byte[] sealed, Key from, Optional<EncryptionAlgorithm> algorithm) {
    return new ReEncrypt.Request(
        sealed,
        destination.id().value(),
        OTHER,
        Optional.empty(),
        Optional.of(from.id().value()),
        Optional.of(from.primary().id()),
        algorithm,
        Optional.empty());
  }

  private static ExportDataKey.Request export(
      byte[] blob, KeyPair to, Exporting.Algorithm algorithm) {
    return new ExportDataKey.Request(
        blob,
        to.getPublic().getEncoded(),
        Exporting.Spec.RSA_2048,
        algorithm,
        CONTEXT,
        Optional.empty());
  }

  private static GenerateAndExportDataKey.Answer generate(
      int bytes, Exporting.Algorithm algorithm) {
    return calls.answer(
        GenerateAndExportDataKey.OPERATION,
        new GenerateAndExportDataKey.Request(
            source.id().value(),
            Optional.empty(),
            Optional.of(bytes),
            pair.getPublic().getEncoded(),
            Exporting.Spec.RSA_2048,
            algorithm,
            CONTEXT,
            Optional.empty()));
  }

  private static byte[] unwrap(byte[] wrapped, Exporting.Algorithm algorithm)
      throws GeneralSecurityException {
    boolean sha256 = algorithm == Exporting.Algorithm.RSAES_OAEP_SHA_256;
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        pair.getPrivate(),
        new OAEPParameterSpec(
            sha256 ? "SHA-256" : "SHA-1",
            "MGF1",
            sha256 ? MGF1ParameterSpec.SHA256 : MGF1ParameterSpec.SHA1,
            PSource.PSpecified.DEFAULT));
    return cipher.doFinal(wrapped);
  }

  @Test
  void binaryThatTheInstanceApiSealedMovesUnchanged() {
    byte[] bytes = {0, (byte) 0xff, (byte) 0xc0, 7};
    coffer.keys.CiphertextBlob sealed;
    try (SecretBytes secret = SecretBytes.copyOf(bytes)) {
      sealed = Texts.seal(house.services, source, Optional.empty(), secret);
    }
    byte[] moved =
        move(sealed.encode(), destination, Optional.empty(), Optional.empty()).ciphertextBlob();
    try (SecretBytes opened =
        Blobs.open(house.services, destination, Blobs.read(moved), Optional.empty())) {
      assertThat(opened).isEqualTo(SecretBytes.copyOf(bytes));
    }
    assertThat(new String(moved, 0, 36, StandardCharsets.US_ASCII))
        .isEqualTo(destination.primary().id().toString());
  }
}
