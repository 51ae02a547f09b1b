package coffer.compat.soak;

import com.aliyun.dkms.gcs.sdk.Client;
import com.aliyun.dkms.gcs.sdk.models.DecryptRequest;
import com.aliyun.dkms.gcs.sdk.models.DecryptResponse;
import com.aliyun.dkms.gcs.sdk.models.EncryptRequest;
import com.aliyun.dkms.gcs.sdk.models.EncryptResponse;
import com.aliyun.dkms.gcs.sdk.models.GenerateDataKeyRequest;
import com.aliyun.dkms.gcs.sdk.models.GenerateDataKeyResponse;
import com.aliyun.dkms.gcs.sdk.models.GenerateRandomRequest;
import com.aliyun.dkms.gcs.sdk.models.GenerateRandomResponse;
import com.aliyun.dkms.gcs.sdk.models.SignRequest;
import com.aliyun.dkms.gcs.sdk.models.SignResponse;
import com.aliyun.dkms.gcs.sdk.models.VerifyRequest;
import com.aliyun.dkms.gcs.sdk.models.VerifyResponse;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/// One thread of an application: one call after the other, each answer checked.
final class Caller implements Runnable {
  private static final int REMEMBERED_MAX = 64;
  private static final int PLAINTEXT_BYTES_MAX = 2_000;
  private static final int RANDOM_BYTES = 24;

  private final Client sdk;
  private final Keys keys;
  private final Tally tally;
  private final SplittableRandom random;
  private final BooleanSupplier ended;
  private final Deque<Remembered> remembered = new ArrayDeque<>();

  /// What the load uses.
  record Keys(String aes, String rsa, String ec) {}

  private record Remembered(EncryptResponse sealed, byte[] plaintext) {}

  Caller(Client sdk, Keys keys, Tally tally, SplittableRandom random, BooleanSupplier ended) {
    this.sdk = sdk;
    this.keys = keys;
    this.tally = tally;
    this.random = random;
    this.ended = ended;
  }

  @Override
  public void run() {
    while (!ended.getAsBoolean()) {
      try {
        switch (random.nextInt(5)) {
          case 0 -> encrypt();
          case 1 -> decryptOldest();
          case 2 -> dataKey();
          case 3 -> signature(random.nextBoolean() ? keys.rsa() : keys.ec());
          default -> random();
        }
      } catch (Tally.FailedCall e) {
        // It is in the tally.
      }
    }
  }

  private void encrypt() {
    byte[] plaintext = new byte[1 + random.nextInt(PLAINTEXT_BYTES_MAX)];
    random.nextBytes(plaintext);
    EncryptRequest request = new EncryptRequest().setKeyId(keys.aes()).setPlaintext(plaintext);
    EncryptResponse sealed = tally.call("Encrypt", () -> sdk.encrypt(request));
    tally.answered(sealed.getRequestId());
    remembered.add(new Remembered(sealed, plaintext));
  }

  /// Mostly one from before the last fault.
  private void decryptOldest() {
    Remembered oldest = remembered.size() < REMEMBERED_MAX ? remembered.peek() : remembered.poll();
    if (oldest != null) {
      EncryptResponse sealed = oldest.sealed();
      decrypts(sealed.getCiphertextBlob(), sealed.getIv(), oldest.plaintext());
    }
  }

  private void dataKey() {
    GenerateDataKeyRequest request = new GenerateDataKeyRequest().setKeyId(keys.aes());
    GenerateDataKeyResponse made =
        tally.call("GenerateDataKey", () -> sdk.generateDataKey(request));
    tally.answered(made.getRequestId());
    decrypts(made.getCiphertextBlob(), made.getIv(), made.getPlaintext());
  }

  private void decrypts(byte[] ciphertext, byte[] iv, byte[] plaintext) {
    DecryptRequest request =
        new DecryptRequest().setKeyId(keys.aes()).setCiphertextBlob(ciphertext).setIv(iv);
    DecryptResponse opened = tally.call("Decrypt", () -> sdk.decrypt(request));
    tally.answered(opened.getRequestId());
    tally.expect(Arrays.equals(opened.getPlaintext(), plaintext), "Decrypt: another plaintext");
  }

  private void signature(String key) {
    byte[] message = new byte[40];
    random.nextBytes(message);
    SignRequest request = new SignRequest().setKeyId(key).setMessage(message);
    SignResponse signed = tally.call("Sign", () -> sdk.sign(request));
    tally.answered(signed.getRequestId());
    verifies(key, message, signed.getSignature(), true);
    message[0] ^= 1;
    verifies(key, message, signed.getSignature(), false);
  }

  private void verifies(String key, byte[] message, byte[] signature, boolean expected) {
    VerifyRequest request =
        new VerifyRequest().setKeyId(key).setMessage(message).setSignature(signature);
    VerifyResponse verdict = tally.call("Verify", () -> sdk.verify(request));
    tally.answered(verdict.getRequestId());
    tally.expect(verdict.getValue() == expected, "Verify: " + verdict.getValue());
  }

  private void random() {
    GenerateRandomRequest request = new GenerateRandomRequest().setLength(RANDOM_BYTES);
    GenerateRandomResponse made = tally.call("GenerateRandom", () -> sdk.generateRandom(request));
    tally.answered(made.getRequestId());
    tally.expect(made.getRandom().length == RANDOM_BYTES, "GenerateRandom: another length");
  }
}
