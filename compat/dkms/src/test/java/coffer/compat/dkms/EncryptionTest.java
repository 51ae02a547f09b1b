package coffer.compat.dkms;

import static coffer.compat.dkms.Application.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import com.aliyun.dkms.gcs.sdk.Client;
import com.aliyun.dkms.gcs.sdk.models.AdvanceDecryptRequest;
import com.aliyun.dkms.gcs.sdk.models.AdvanceDecryptResponse;
import com.aliyun.dkms.gcs.sdk.models.AdvanceEncryptRequest;
import com.aliyun.dkms.gcs.sdk.models.AdvanceEncryptResponse;
import com.aliyun.dkms.gcs.sdk.models.DecryptRequest;
import com.aliyun.dkms.gcs.sdk.models.DecryptResponse;
import com.aliyun.dkms.gcs.sdk.models.EncryptRequest;
import com.aliyun.dkms.gcs.sdk.models.EncryptResponse;
import com.aliyun.dkms.gcs.sdk.models.GenerateDataKeyRequest;
import com.aliyun.dkms.gcs.sdk.models.GenerateDataKeyResponse;
import com.aliyun.dkms.gcs.sdk.models.GenerateRandomRequest;
import com.aliyun.dkms.gcs.sdk.models.GetPublicKeyRequest;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class EncryptionTest {
  private static final byte[] MESSAGE = utf8("the quick brown fox");
  private static final byte[] AAD = utf8("order 4711");
  private static final int ADVANCE_HEADER_BYTES = 51;
  private static final int TAG_BYTES = 16;

  private final Application application;
  private final Client sdk;

  EncryptionTest(ServerHome home) throws Exception {
    application = Application.shared(home);
    sdk = application.sdk();
  }

  @Test
  void decryptReturnsWhatEncryptSealed() throws Exception {
    String key = application.createKey("Aliyun_AES_256");
    for (byte[] message : new byte[][] {MESSAGE, new byte[1], new byte[100_000]}) {
      EncryptResponse sealed = application.encrypt(key, message);
      assertThat(sealed.getKeyId()).isEqualTo(key);
      assertThat(sealed.getAlgorithm()).isEqualTo("AES_GCM");
      assertThat(sealed.getIv()).hasSize(12);
      assertThat(sealed.getCiphertextBlob()).hasSize(message.length + TAG_BYTES);
      assertThat(open(sealed, key, new byte[0]).getPlaintext()).isEqualTo(message);
    }
  }

  @Test
  void additionalDataIsPartOfTheSeal() throws Exception {
    String key = application.createKey("Aliyun_AES_256");
    EncryptResponse sealed =
        sdk.encrypt(new EncryptRequest().setKeyId(key).setPlaintext(MESSAGE).setAad(AAD));
    assertThat(open(sealed, key, AAD).getPlaintext()).isEqualTo(MESSAGE);
    Refusal.expect(400, "InvalidParameter", () -> open(sealed, key, new byte[0]));
    Refusal.expect(400, "InvalidParameter", () -> open(sealed, key, utf8("order 4712")));
  }

  @Test
  void aGivenIvIsUsed() throws Exception {
    String key = application.createKey("Aliyun_AES_256");
    byte[] iv = utf8("twelve bytes");
    EncryptResponse sealed =
        sdk.encrypt(new EncryptRequest().setKeyId(key).setPlaintext(MESSAGE).setIv(iv));
    assertThat(sealed.getIv()).isEqualTo(iv);
    assertThat(open(sealed, key, new byte[0]).getPlaintext()).isEqualTo(MESSAGE);
  }

  @Test
  void blockModesWorkWithBothPaddings() throws Exception {
    String key = application.createKey("Aliyun_AES_256");
    for (String algorithm : new String[] {"AES_CBC", "AES_ECB"}) {
      for (String padding : new String[] {"PKCS7_PADDING", "NO_PADDING"}) {
        EncryptResponse sealed =
            sdk.encrypt(
                new EncryptRequest()
                    .setKeyId(key)
                    .setPlaintext(new byte[32])
                    .setAlgorithm(algorithm)
                    .setPaddingMode(padding));
        assertThat(sealed.getPaddingMode()).isEqualTo(padding);
        assertThat(open(sealed, key, new byte[0]).getPlaintext()).isEqualTo(new byte[32]);
      }
    }
  }

  @Test
  void aDataKeyComesPlainAndSealed() throws Exception {
    String key = application.createKey("Aliyun_AES_256");
    GenerateDataKeyResponse made =
        sdk.generateDataKey(
            new GenerateDataKeyRequest().setKeyId(key).setNumberOfBytes(32).setAad(AAD));
    assertThat(made.getPlaintext()).hasSize(32).isNotEqualTo(new byte[32]);
    DecryptResponse opened =
        sdk.decrypt(
            new DecryptRequest()
                .setKeyId(key)
                .setCiphertextBlob(made.getCiphertextBlob())
                .setIv(made.getIv())
                .setAlgorithm(made.getAlgorithm())
                .setAad(AAD));
    assertThat(opened.getPlaintext()).isEqualTo(made.getPlaintext());
  }

  @Test
  void anAdvanceBlobDescribesItself() throws Exception {
    String key = application.createKey("Aliyun_AES_256");
    AdvanceEncryptResponse sealed =
        sdk.advanceEncrypt(
            new AdvanceEncryptRequest().setKeyId(key).setPlaintext(MESSAGE).setAad(AAD));
    byte[] blob = sealed.getCiphertextBlob();
    assertThat(blob).hasSize(ADVANCE_HEADER_BYTES + MESSAGE.length + TAG_BYTES);
    assertThat(Arrays.copyOf(blob, 3)).containsExactly(0x24, 0x00, 0x02);
    assertThat(Arrays.copyOfRange(blob, 3, 39)).isEqualTo(utf8(sealed.getKeyVersionId()));
    assertThat(Arrays.copyOfRange(blob, 39, 51)).isEqualTo(sealed.getIv());
    AdvanceDecryptResponse opened =
        sdk.advanceDecrypt(new AdvanceDecryptRequest().setCiphertextBlob(blob).setAad(AAD));
    assertThat(opened.getPlaintext()).isEqualTo(MESSAGE);
    assertThat(opened.getKeyId()).isEqualTo(key);
    assertThat(opened.getKeyVersionId()).isEqualTo(sealed.getKeyVersionId());
  }

  @Test
  void advanceDecryptOpensWhatEncryptSealed() throws Exception {
    String key = application.createKey("Aliyun_AES_256");
    EncryptResponse sealed = application.encrypt(key, MESSAGE);
    AdvanceDecryptResponse opened =
        sdk.advanceDecrypt(
            new AdvanceDecryptRequest()
                .setKeyId(key)
                .setCiphertextBlob(sealed.getCiphertextBlob())
                .setIv(sealed.getIv())
                .setAlgorithm(sealed.getAlgorithm()));
    assertThat(opened.getPlaintext()).isEqualTo(MESSAGE);
  }

  @Test
  void anRsaKeyWithASecondUsageDecryptsWhatItsPublicKeySealed() throws Exception {
    String key =
        application.createKey(
            Map.of(
                "KeySpec", "RSA_2048",
                "KeyUsage", "SIGN/VERIFY",
                "SecondaryKeyUsage", "ENCRYPT/DECRYPT"));
    EncryptResponse sealed = application.encrypt(key, MESSAGE);
    assertThat(sealed.getAlgorithm()).isEqualTo("RSAES_OAEP_SHA_256");
    assertThat(open(sealed, key, new byte[0]).getPlaintext()).isEqualTo(MESSAGE);

    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
    oaep.init(
        Cipher.ENCRYPT_MODE,
        PublicKeys.parse(
            "RSA", sdk.getPublicKey(new GetPublicKeyRequest().setKeyId(key)).getPublicKey()),
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    DecryptResponse opened =
        sdk.decrypt(
            new DecryptRequest()
                .setKeyId(key)
                .setCiphertextBlob(oaep.doFinal(MESSAGE))
                .setAlgorithm("RSAES_OAEP_SHA_256"));
    assertThat(opened.getPlaintext()).isEqualTo(MESSAGE);
  }

  @Test
  void randomBytesDiffer() throws Exception {
    byte[] one = sdk.generateRandom(new GenerateRandomRequest().setLength(64)).getRandom();
    byte[] other = sdk.generateRandom(new GenerateRandomRequest().setLength(64)).getRandom();
    assertThat(one).hasSize(64).isNotEqualTo(other);
    for (int length : new int[] {0, -1, 65}) {
      Refusal.expect(
          400,
          "InvalidParameter",
          "length " + length,
          () -> sdk.generateRandom(new GenerateRandomRequest().setLength(length)));
    }
  }

  private DecryptResponse open(EncryptResponse sealed, String key, byte[] aad) throws Exception {
    return sdk.decrypt(
        new DecryptRequest()
            .setKeyId(key)
            .setCiphertextBlob(sealed.getCiphertextBlob())
            .setIv(sealed.getIv())
            .setAlgorithm(sealed.getAlgorithm())
            .setPaddingMode(sealed.getPaddingMode())
            .setAad(aad));
  }
}
