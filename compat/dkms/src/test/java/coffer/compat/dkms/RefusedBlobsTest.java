package coffer.compat.dkms;

import static coffer.compat.dkms.Application.utf8;

import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import com.aliyun.dkms.gcs.sdk.Client;
import com.aliyun.dkms.gcs.sdk.models.AdvanceDecryptRequest;
import com.aliyun.dkms.gcs.sdk.models.AdvanceEncryptRequest;
import com.aliyun.dkms.gcs.sdk.models.AdvanceEncryptResponse;
import com.aliyun.dkms.gcs.sdk.models.DecryptRequest;
import com.aliyun.dkms.gcs.sdk.models.EncryptRequest;
import com.aliyun.dkms.gcs.sdk.models.EncryptResponse;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class RefusedBlobsTest {
  private static final byte[] MESSAGE = utf8("seven b");

  private final Application application;
  private final Client sdk;

  RefusedBlobsTest(ServerHome home) throws Exception {
    application = Application.shared(home);
    sdk = application.sdk();
  }

  @Test
  void decryptRefusesEveryFlippedBit() throws Exception {
    String key = application.createKey("Aliyun_AES_256");
    EncryptResponse sealed = application.encrypt(key, MESSAGE);
    for (int bit = 0; bit < sealed.getCiphertextBlob().length * 8; bit++) {
      byte[] blob = flipped(sealed.getCiphertextBlob(), bit);
      Refusal.expect(
          400, "InvalidParameter", "bit " + bit, () -> decrypt(key, blob, sealed.getIv()));
    }
    for (int bit = 0; bit < sealed.getIv().length * 8; bit++) {
      byte[] iv = flipped(sealed.getIv(), bit);
      Refusal.expect(
          400,
          "InvalidParameter",
          "bit " + bit + " of the IV",
          () -> decrypt(key, sealed.getCiphertextBlob(), iv));
    }
  }

  @Test
  void advanceDecryptRefusesEveryFlippedByte() throws Exception {
    String key = application.createKey("Aliyun_AES_256");
    AdvanceEncryptResponse sealed =
        sdk.advanceEncrypt(new AdvanceEncryptRequest().setKeyId(key).setPlaintext(MESSAGE));
    for (int at = 0; at < sealed.getCiphertextBlob().length; at++) {
      byte[] blob = flipped(sealed.getCiphertextBlob(), at * 8 + (at % 8));
      Refusal.expect(
          400,
          "InvalidParameter",
          "byte " + at,
          () -> sdk.advanceDecrypt(new AdvanceDecryptRequest().setCiphertextBlob(blob)));
    }
  }

  @Test
  void everyTruncationIsRefused() throws Exception {
    String key = application.createKey("Aliyun_AES_256");
    EncryptResponse sealed = application.encrypt(key, MESSAGE);
    for (int length = 1; length < sealed.getCiphertextBlob().length; length++) {
      byte[] blob = Arrays.copyOf(sealed.getCiphertextBlob(), length);
      Refusal.expect(
          400, "InvalidParameter", length + " bytes", () -> decrypt(key, blob, sealed.getIv()));
    }
    byte[] advance =
        sdk.advanceEncrypt(new AdvanceEncryptRequest().setKeyId(key).setPlaintext(MESSAGE))
            .getCiphertextBlob();
    for (int length = 1; length < advance.length; length += 5) {
      byte[] blob = Arrays.copyOf(advance, length);
      Refusal.expect(
          400,
          "InvalidParameter",
          length + " bytes of an Advance blob",
          () -> sdk.advanceDecrypt(new AdvanceDecryptRequest().setCiphertextBlob(blob)));
    }
  }

  @Test
  void theBlobOfAnotherKeyIsRefused() throws Exception {
    String key = application.createKey("Aliyun_AES_256");
    String other = application.createKey("Aliyun_AES_256");
    EncryptResponse sealed = application.encrypt(key, MESSAGE);
    Refusal.expect(
        400, "InvalidParameter", () -> decrypt(other, sealed.getCiphertextBlob(), sealed.getIv()));
  }

  @Test
  void anIvOfAnotherLengthIsRefused() throws Exception {
    String key = application.createKey("Aliyun_AES_256");
    EncryptResponse sealed = application.encrypt(key, MESSAGE);
    for (int length : new int[] {1, 11, 13, 16, 4096}) {
      byte[] iv = new byte[length];
      Refusal.expect(
          400,
          "InvalidParameter",
          "encrypt, " + length,
          () -> sdk.encrypt(new EncryptRequest().setKeyId(key).setPlaintext(MESSAGE).setIv(iv)));
      Refusal.expect(
          400,
          "InvalidParameter",
          "decrypt, " + length,
          () -> decrypt(key, sealed.getCiphertextBlob(), iv));
    }
  }

  @Test
  void tooMuchIsRefused() throws Exception {
    String key = application.createKey("Aliyun_AES_256");
    String rsa =
        application.createKey(Map.of("KeySpec", "RSA_2048", "KeyUsage", "ENCRYPT/DECRYPT"));
    application.encrypt(rsa, new byte[190]);
    Refusal.expect(
        400, "InvalidParameter", "RSA takes 190", () -> application.encrypt(rsa, new byte[191]));
    Refusal.expect(
        400,
        "InvalidParameter",
        "AAD takes 8192",
        () ->
            sdk.encrypt(
                new EncryptRequest().setKeyId(key).setPlaintext(MESSAGE).setAad(new byte[8193])));
  }

  @Test
  void aFlippedRsaCiphertextIsRefused() throws Exception {
    String rsa =
        application.createKey(Map.of("KeySpec", "RSA_2048", "KeyUsage", "ENCRYPT/DECRYPT"));
    byte[] sealed = application.encrypt(rsa, MESSAGE).getCiphertextBlob();
    for (int at = 0; at < sealed.length; at += 16) {
      byte[] blob = flipped(sealed, at * 8);
      Refusal.expect(
          400,
          "InvalidParameter",
          "byte " + at,
          () -> sdk.decrypt(new DecryptRequest().setKeyId(rsa).setCiphertextBlob(blob)));
    }
  }

  @Test
  void anEcKeyOnlySigns() throws Exception {
    String ec = application.createKey("EC_P256");
    Refusal.expect(400, "UnsupportedOperation", () -> application.encrypt(ec, MESSAGE));
  }

  @Test
  void aKeyWithoutTheUsageIsRefused() throws Exception {
    String rsa = application.createKey(Map.of("KeySpec", "RSA_2048", "KeyUsage", "SIGN/VERIFY"));
    Refusal.expect(400, "UnsupportedOperation", () -> application.encrypt(rsa, MESSAGE));
  }

  @Test
  void anUnknownKeyIsNotFound() {
    for (String key : new String[] {"key-00000000000000000000", "nonsense", "../../etc/passwd"}) {
      Refusal.expect(404, "Forbidden.KeyNotFound", key, () -> application.encrypt(key, MESSAGE));
    }
  }

  private Object decrypt(String key, byte[] blob, byte[] iv) throws Exception {
    return sdk.decrypt(new DecryptRequest().setKeyId(key).setCiphertextBlob(blob).setIv(iv));
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] copy = bytes.clone();
    copy[bit / 8] ^= (byte) (1 << (bit % 8));
    return copy;
  }
}
