package coffer.compat.dkms;

import static coffer.compat.dkms.Application.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import com.aliyun.dkms.gcs.sdk.Client;
import com.aliyun.dkms.gcs.sdk.models.GetPublicKeyRequest;
import com.aliyun.dkms.gcs.sdk.models.SignRequest;
import com.aliyun.dkms.gcs.sdk.models.SignResponse;
import com.aliyun.dkms.gcs.sdk.models.VerifyRequest;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedServer.class)
class SignatureTest {
  private static final byte[] MESSAGE = utf8("pay 100 to Alice");

  private final Application application;
  private final Client sdk;

  SignatureTest(ServerHome home) throws Exception {
    application = Application.shared(home);
    sdk = application.sdk();
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, RSA, RSA_PSS_SHA_256, RSASSA-PSS",
    "RSA_2048, RSA, RSA_PKCS1_SHA_256, SHA256withRSA",
    "EC_P256, EC, ECDSA_SHA_256, SHA256withECDSA"
  })
  void aSignatureVerifiesHereAndThere(String spec, String family, String algorithm, String jdk)
      throws Exception {
    String key = signingKey(spec);
    PublicKey publicKey =
        PublicKeys.parse(
            family, sdk.getPublicKey(new GetPublicKeyRequest().setKeyId(key)).getPublicKey());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(MESSAGE);
    byte[] raw = sign(key, algorithm, "RAW", MESSAGE).getSignature();
    byte[] ofDigest = sign(key, algorithm, "DIGEST", digest).getSignature();
    for (byte[] signature : new byte[][] {raw, ofDigest}) {
      assertThat(locally(jdk, publicKey, signature)).isTrue();
      assertThat(verify(key, algorithm, "RAW", MESSAGE, signature)).isTrue();
      assertThat(verify(key, algorithm, "DIGEST", digest, signature)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"RSA_2048, RSA_PSS_SHA_256", "RSA_2048, RSA_PKCS1_SHA_256", "EC_P256, ECDSA_SHA_256"})
  void aWrongSignatureIsAVerdictAndNotAnError(String spec, String algorithm) throws Exception {
    String key = signingKey(spec);
    byte[] signature = sign(key, algorithm, "RAW", MESSAGE).getSignature();
    assertThat(verify(key, algorithm, "RAW", utf8("pay 900 to Alice"), signature)).isFalse();
    byte[] flipped = signature.clone();
    flipped[flipped.length - 1] ^= 1;
    assertThat(verify(key, algorithm, "RAW", MESSAGE, flipped)).isFalse();
    assertThat(verify(signingKey(spec), algorithm, "RAW", MESSAGE, signature)).isFalse();
    assertThat(verify(key, algorithm, "RAW", MESSAGE, new byte[] {1, 2, 3})).isFalse();
  }

  @Test
  void theAlgorithmFollowsTheKeyWhenNoneIsNamed() throws Exception {
    for (String[] each :
        new String[][] {{"RSA_2048", "RSA_PSS_SHA_256"}, {"EC_P256", "ECDSA_SHA_256"}}) {
      SignResponse signed =
          sdk.sign(new SignRequest().setKeyId(signingKey(each[0])).setMessage(MESSAGE));
      assertThat(signed.getAlgorithm()).isEqualTo(each[1]);
      assertThat(signed.getMessageType()).isEqualTo("RAW");
    }
  }

  @Test
  void whatDoesNotFitTheKeyIsRefused() throws Exception {
    String rsa = signingKey("RSA_2048");
    String aes = application.createKey("Aliyun_AES_256");
    Refusal.expect(
        400, "InvalidParameter", "digest", () -> sign(rsa, "RSA_PSS_SHA_256", "DIGEST", MESSAGE));
    Refusal.expect(
        400,
        "UnsupportedOperation",
        "AES signs",
        () -> sdk.sign(new SignRequest().setKeyId(aes).setMessage(MESSAGE)));
    Refusal.expect(
        400,
        "UnsupportedOperation",
        "AES has a public key",
        () -> sdk.getPublicKey(new GetPublicKeyRequest().setKeyId(aes)));
  }

  private String signingKey(String spec) throws Exception {
    return application.createKey(Map.of("KeySpec", spec, "KeyUsage", "SIGN/VERIFY"));
  }

  private SignResponse sign(String key, String algorithm, String type, byte[] message)
      throws Exception {
    return sdk.sign(
        new SignRequest()
            .setKeyId(key)
            .setAlgorithm(algorithm)
            .setMessageType(type)
            .setMessage(message));
  }

  private boolean verify(
      String key, String algorithm, String type, byte[] message, byte[] signature)
      throws Exception {
    return sdk.verify(
            new VerifyRequest()
                .setKeyId(key)
                .setAlgorithm(algorithm)
                .setMessageType(type)
                .setMessage(message)
                .setSignature(signature))
        .getValue();
  }

  private static boolean locally(String algorithm, PublicKey key, byte[] signature)
      throws Exception {
    Signature verifier = Signature.getInstance(algorithm);
    if (algorithm.equals("RSASSA-PSS")) {
      verifier.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    }
    verifier.initVerify(key);
    verifier.update(MESSAGE);
    return verifier.verify(signature);
  }
}
