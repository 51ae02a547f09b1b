package coffer.wire.instance;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.access.Principal;
import coffer.keys.Versions;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyState;
import coffer.model.KeyUsage;
import coffer.operations.House;
import coffer.wire.instance.proto.InstanceMessages.GenerateRandomRequest;
import coffer.wire.instance.proto.InstanceMessages.GenerateRandomResponse;
import coffer.wire.instance.proto.InstanceMessages.GetPublicKeyRequest;
import coffer.wire.instance.proto.InstanceMessages.GetPublicKeyResponse;
import coffer.wire.instance.proto.InstanceMessages.GetSecretValueRequest;
import coffer.wire.instance.proto.InstanceMessages.HmacRequest;
import coffer.wire.instance.proto.InstanceMessages.HmacResponse;
import coffer.wire.instance.proto.InstanceMessages.SignRequest;
import coffer.wire.instance.proto.InstanceMessages.SignResponse;
import coffer.wire.instance.proto.InstanceMessages.VerifyRequest;
import coffer.wire.instance.proto.InstanceMessages.VerifyResponse;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sign, Verify, GetPublicKey, Hmac, GenerateRandom and GetSecretValue over the signed wire.
class SigningActionsTest {
  private static final ByteString MESSAGE = ByteString.copyFromUtf8("I owe you");
  private static final String INVALID = "400 InvalidParameter";
  private static final String UNSUPPORTED = "400 UnsupportedOperation";
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  @TempDir static Path directory;
  private static Served served;

  @BeforeAll
  static void build() {
    served = new Served(directory);
  }

  @AfterAll
  static void close() {
    served.close();
  }

  private static PublicKey publicKey(Key key) throws GeneralSecurityException {
    String pem =
        served
            .call(
                "GetPublicKey",
                GetPublicKeyRequest.newBuilder().setKeyId(key.id().value()),
                GetPublicKeyResponse::newBuilder)
            .getPublicKey();
    assertThat(pem).startsWith("-----BEGIN PUBLIC KEY-----\n").endsWith("PUBLIC KEY-----\n");
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    boolean rsa = key.spec().family() == KeySpec.Family.RSA;
    return KeyFactory.getInstance(rsa ? "RSA" : "EC", BOUNCY_CASTLE)
        .generatePublic(new X509EncodedKeySpec(der));
  }

  private static boolean verifies(PublicKey key, String algorithm, ByteString signature)
      throws GeneralSecurityException {
    Signature verifier =
        Signature.getInstance(
            switch (algorithm) {
              case "RSA_PSS_SHA_256" -> "RSASSA-PSS";
              case "RSA_PKCS1_SHA_256" -> "SHA256withRSA";
              default -> "SHA256withECDSA";
            },
            BOUNCY_CASTLE);
    if (algorithm.equals("RSA_PSS_SHA_256")) {
      verifier.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    verifier.initVerify(key);
    verifier.update(MESSAGE.toByteArray());
    return verifier.verify(signature.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, RSA_PSS_SHA_256, RSA_PKCS1_SHA_256",
    "RSA_3072, RSA_PSS_SHA_256, RSA_PKCS1_SHA_256",
    "RSA_4096, RSA_PSS_SHA_256, RSA_PKCS1_SHA_256",
    "EC_P256, ECDSA_SHA_256, ECDSA_SHA_256",
    "EC_P256K, ECDSA_SHA_256, ECDSA_SHA_256"
  })
  void everySpecSignsByDefaultAndByName(KeySpec spec, String byDefault, String other)
      throws GeneralSecurityException {
    Key key = served.create(spec);
    PublicKey publicKey = publicKey(key);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(MESSAGE.toByteArray());
    for (SignRequest.Builder request :
        List.of(
            sign(key, MESSAGE),
            sign(key, MESSAGE).setAlgorithm(other).setMessageType("RAW"),
            sign(key, ByteString.copyFrom(digest)).setMessageType("DIGEST"))) {
      FakeCall call = served.send("Sign", request, Map.of());
      SignResponse.Builder signed = Served.read(call, SignResponse::newBuilder);
      String algorithm = request.getAlgorithm().isEmpty() ? byDefault : other;
      assertThat(signed.getAlgorithm()).isEqualTo(algorithm);
      assertThat(signed.getMessageType())
          .isEqualTo(request.getMessageType().isEmpty() ? "RAW" : request.getMessageType());
      assertThat(call.answerHeader(Served.VERSION_HEADER)).isEqualTo(key.initial().id().toString());
      assertThat(verifies(publicKey, algorithm, signed.getSignature())).isTrue();
      assertThat(verify(request, signed.getSignature(), algorithm)).isTrue();
      assertThat(verify(request, signed.getSignature().substring(1), algorithm)).isFalse();
    }
    assertThat(served.refusal("Sign", sign(key, Served.bytes(31)).setMessageType("DIGEST")))
        .isEqualTo(INVALID);
    assertThat(served.refusal("Sign", sign(key, MESSAGE).setMessageType("HASH")))
        .isEqualTo(INVALID);
    assertThat(served.refusal("Sign", sign(key, MESSAGE).setAlgorithm("SM2DSA")))
        .isEqualTo(INVALID);
  }

  private static SignRequest.Builder sign(Key key, ByteString message) {
    return SignRequest.newBuilder().setKeyId(key.id().value()).setMessage(message);
  }

  private static boolean verify(
      SignRequest.Builder signed, ByteString signature, String algorithm) {
    VerifyResponse.Builder verdict =
        served.call(
            "Verify",
            VerifyRequest.newBuilder()
                .setKeyId(signed.getKeyId())
                .setMessage(signed.getMessage())
                .setMessageType(signed.getMessageType())
                .setAlgorithm(algorithm)
                .setSignature(signature),
            VerifyResponse::newBuilder);
    return verdict.getValue();
  }

  private static HmacRequest.Builder hmac(Key key, ByteString message) {
    return HmacRequest.newBuilder().setKeyId(key.id().value()).setMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "HMAC_SHA256, GENERATE_VERIFY_MAC, 32",
    "HMAC_SHA256, SIGN_VERIFY, 32",
    "HMAC_SHA512, GENERATE_VERIFY_MAC, 64",
    "HMAC_SHA512, SIGN_VERIFY, 64"
  })
  void hmacKeysMakeMacsWhicheverUsageTheyWereGiven(KeySpec spec, KeyUsage usage, int length) {
    Key key = served.create(spec, usage);
    FakeCall call = served.send("Hmac", hmac(key, MESSAGE), Map.of());
    HmacResponse.Builder made = Served.read(call, HmacResponse::newBuilder);
    assertThat(made.getKeyId()).isEqualTo(key.id().value());
    assertThat(made.getSignature().size()).isEqualTo(length);
    assertThat(call.answerHeader(Served.VERSION_HEADER)).isEqualTo(key.initial().id().toString());
    assertThat(mac(hmac(key, MESSAGE), Map.of())).isEqualTo(made.getSignature());
    assertThat(mac(hmac(key, Served.bytes(100_000)), Map.of())).isNotEqualTo(made.getSignature());
    assertThat(mac(hmac(served.create(spec, usage), MESSAGE), Map.of()))
        .isNotEqualTo(made.getSignature());
    Key rotated = Versions.rotated(served.house, key);
    assertThat(mac(hmac(rotated, MESSAGE), Map.of())).isEqualTo(made.getSignature());
    Map<String, String> header = Map.of(Served.VERSION_HEADER, rotated.primary().id().toString());
    assertThat(mac(hmac(rotated, MESSAGE), header)).isNotEqualTo(made.getSignature());
    served.house.inState(rotated, KeyState.DISABLED);
    assertThat(served.refusal("Hmac", hmac(key, MESSAGE))).isEqualTo("409 Rejected.Disabled");
  }

  private static ByteString mac(HmacRequest.Builder request, Map<String, String> extra) {
    return served.call("Hmac", request, HmacResponse::newBuilder, extra).getSignature();
  }

  @Test
  void hmacAndTheOtherUsesKeepApart() {
    Key aes = served.create(KeySpec.ALIYUN_AES_128);
    Key ec = served.create(KeySpec.EC_P256);
    Key mac = served.create(KeySpec.HMAC_SHA256, KeyUsage.SIGN_VERIFY);
    assertThat(served.refusal("Hmac", hmac(aes, MESSAGE))).isEqualTo(UNSUPPORTED);
    assertThat(served.refusal("Hmac", hmac(ec, MESSAGE))).isEqualTo(UNSUPPORTED);
    assertThat(served.refusal("Sign", sign(mac, MESSAGE))).isEqualTo(UNSUPPORTED);
    assertThat(
            served.refusal(
                "GetPublicKey", GetPublicKeyRequest.newBuilder().setKeyId(mac.id().value())))
        .isEqualTo(UNSUPPORTED);
    assertThat(served.refusal("Hmac", hmac(mac, ByteString.EMPTY)))
        .isEqualTo("400 MissingParameter");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64})
  void randomBytesAreAnswered(int length) {
    GenerateRandomRequest.Builder request = GenerateRandomRequest.newBuilder().setLength(length);
    assertThat(
            served
                .call("GenerateRandom", request, GenerateRandomResponse::newBuilder)
                .getRandom()
                .size())
        .isEqualTo(length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65, Integer.MAX_VALUE})
  void otherNumbersOfRandomBytesAreRefused(int length) {
    GenerateRandomRequest.Builder request = GenerateRandomRequest.newBuilder().setLength(length);
    assertThat(served.refusal("GenerateRandom", request)).isEqualTo(INVALID);
  }

  @Test
  void aSecretDoesNotExistForWhoMayAskAndIsForbiddenToWhoMayNot() {
    Principal.Application reader =
        served.house.application(
            "reader", List.of(House.SECRET_USER), List.of("secret/*"), List.of());
    GetSecretValueRequest.Builder request =
        GetSecretValueRequest.newBuilder().setSecretName("db/password");
    assertThat(served.sendAs(reader, "GetSecretValue", request).error())
        .isEqualTo("404 Forbidden.ResourceNotFound: The resource is not found.");
    assertThat(served.house.audit.last().event().resource()).isEqualTo("secret/db/password");
    assertThat(served.refusal("GetSecretValue", request)).isEqualTo("403 Forbidden.NoPermission");
    for (String name : List.of("a b", "a\nb", "x".repeat(193), "ü")) {
      assertThat(
              served
                  .sendAs(
                      reader,
                      "GetSecretValue",
                      GetSecretValueRequest.newBuilder().setSecretName(name))
                  .error())
          .startsWith(INVALID + ": ");
    }
  }
}
