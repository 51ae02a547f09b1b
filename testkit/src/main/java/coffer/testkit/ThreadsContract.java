package coffer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Sealed;
import coffer.model.KeySpec;
import coffer.model.SigningAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// One member, and one key, serve any number of threads.
public interface ThreadsContract extends HsmFixture {
  int THREADS = 8;
  int ROUNDS = 40;
  int DEADLINE_SECONDS = 60;

  @Test
  default void eightThreadsGetRightAnswers()
      throws InterruptedException, ExecutionException, TimeoutException {
    Keys keys =
        new Keys(
            key(first(), KeySpec.ALIYUN_AES_256),
            key(first(), KeySpec.ALIYUN_AES_128),
            key(first(), KeySpec.EC_P256),
            key(first(), KeySpec.HMAC_SHA256));
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        all.add(threads.submit(() -> work(first(), keys, thread)));
      }
      for (Future<?> one : all) {
        one.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  private void work(HsmMember member, Keys keys, int thread) {
    byte[] publicKey = material(KeySpec.EC_P256).wrapped().publicKey();
    SigningAlgorithm ecdsa = SigningAlgorithm.ECDSA_SHA_256;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] message = {(byte) thread, (byte) round, 3};
      HsmKey aes = round % 2 == 0 ? keys.aes() : keys.otherAes();
      Sealed sealed = encrypt(member, aes, CipherParameters.gcm(NONE, message), message);
      CipherParameters how = CipherParameters.gcm(sealed.iv(), message);
      assertThat(decrypt(member, aes, how, sealed.ciphertext())).isEqualTo(message);
      byte[] signature = member.sign(keys.ec(), ecdsa, PublicSide.sha256(message));
      assertThat(PublicSide.verifies(KeySpec.EC_P256, ecdsa, publicKey, message, signature))
          .isTrue();
      assertThat(member.mac(keys.hmac(), message)).isEqualTo(member.mac(keys.hmac(), message));
      HsmKey own = member.unwrap(material(KeySpec.HMAC_SHA256));
      assertThat(member.mac(own, message)).isEqualTo(member.mac(keys.hmac(), message));
      member.release(own);
    }
  }

  /// Keys that all threads share.
  record Keys(HsmKey aes, HsmKey otherAes, HsmKey ec, HsmKey hmac) {}
}
