package coffer.hsm.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.SecretBytes;
import coffer.model.WrappingAlgorithm;
import coffer.testing.Seeds;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Paddings as the JDK makes them; what is wrong with one shows neither in the result nor in time.
class PaddingTest {
  private static final KeyPair PAIR = pair();
  private static final MaterialBytes AES_256 = new MaterialBytes(32, 32);
  private static final int SAMPLES = 2_000;
  private static final int WARM_UP = 3_000;
  private static final double DIFFERENCE_MAX = 0.05;
  private static final int ATTEMPTS_MAX = 5;

  @ParameterizedTest
  @EnumSource(
      value = WrappingAlgorithm.class,
      names = {"RSAES_PKCS1_V1_5", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"})
  void onlyTheSecretsOfTheAllowedLengthsComeOut(WrappingAlgorithm algorithm) {
    Seeds.check(
        2,
        random -> {
          for (int bytes = 0; bytes <= 70; bytes++) {
            byte[] secret = new byte[bytes];
            random.nextBytes(secret);
            MaterialBytes allowed = new MaterialBytes(32, 64);
            Optional<SecretBytes> removed =
                RsaPadding.remove(algorithm, block(algorithm, secret), allowed);
            assertThat(removed.isPresent())
                .as("%d bytes", bytes)
                .isEqualTo(allowed.contains(bytes));
            removed.ifPresent(found -> assertThat(found.use(byte[]::clone)).isEqualTo(secret));
          }
        });
  }

  @Test
  void everyBadPkcs1BlockIsRefusedAndWiped() {
    byte[] good = block(WrappingAlgorithm.RSAES_PKCS1_V1_5, new byte[32]);
    assertThat(Pkcs1.decode(good.clone(), AES_256)).isPresent();
    for (int i = 0; i < 256 - 32; i++) {
      byte[] bad = good.clone();
      // A zero inside the padding ends it early; anything at the separator never ends it.
      bad[i] = i < 2 ? (byte) 7 : i == 223 ? (byte) 1 : 0;
      assertThat(Pkcs1.decode(bad, AES_256)).as("byte %d", i).isEmpty();
      assertThat(bad).containsOnly(0);
    }
    for (int length : new int[] {0, 1, 10, 11}) {
      assertThat(Pkcs1.decode(new byte[length], AES_256)).isEmpty();
    }
  }

  /// Of our own code; what an HSM or the JDK's RSA takes is not in it. Good and bad ones are taken
  /// in turn, in a drawn order, so that both see the same machine.
  @ParameterizedTest
  @EnumSource(
      value = WrappingAlgorithm.class,
      names = {"RSAES_PKCS1_V1_5", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"})
  void timeDoesNotTellABadPadding(WrappingAlgorithm algorithm) {
    double difference = 1;
    for (int attempt = 0; attempt < ATTEMPTS_MAX && difference > DIFFERENCE_MAX; attempt++) {
      difference = difference(algorithm);
    }
    assertThat(difference).isLessThan(DIFFERENCE_MAX);
  }

  private static double difference(WrappingAlgorithm algorithm) {
    byte[] good = block(algorithm, new byte[32]);
    List<byte[]> bad = bad(algorithm, good);
    List<Long> ofGood = new ArrayList<>();
    List<Long> ofBad = new ArrayList<>();
    Random order = new Random(7);
    for (int i = 0; i < WARM_UP + 2 * SAMPLES; i++) {
      boolean fine = order.nextBoolean();
      byte[] block = (fine ? good : bad.get(i % bad.size())).clone();
      long started = System.nanoTime();
      Optional<SecretBytes> removed = RsaPadding.remove(algorithm, block, AES_256);
      long nanos = System.nanoTime() - started;
      assertThat(removed.isPresent()).isEqualTo(fine);
      if (i >= WARM_UP) {
        (fine ? ofGood : ofBad).add(nanos);
      }
    }
    long medianGood = median(ofGood);
    long medianBad = median(ofBad);
    double difference = Math.abs(medianGood - medianBad) / (double) medianGood;
    System.out.printf(
        "MEASURED %s: median of %d good paddings %d ns, of %d bad ones %d ns, %.2f %% apart%n",
        algorithm, ofGood.size(), medianGood, ofBad.size(), medianBad, 100 * difference);
    return difference;
  }

  /// Manger's first byte, Bleichenbacher's second, the padding, the hash or the separator. A byte
  /// of PKCS #1 padding may be any but zero.
  private static List<byte[]> bad(WrappingAlgorithm algorithm, byte[] good) {
    List<byte[]> bad = new ArrayList<>();
    for (int at : new int[] {0, 1, 5, 40, 120, 223}) {
      byte[] block = good.clone();
      boolean zero = algorithm == WrappingAlgorithm.RSAES_PKCS1_V1_5 && at > 1 && at < 223;
      block[at] = zero ? 0 : (byte) (block[at] ^ 1);
      bad.add(block);
    }
    return bad;
  }

  private static long median(List<Long> samples) {
    Collections.sort(samples);
    return samples.get(samples.size() / 2);
  }

  /// What raw RSA gives.
  private static byte[] block(WrappingAlgorithm algorithm, byte[] secret) {
    try {
      Cipher wrap =
          Cipher.getInstance(
              algorithm == WrappingAlgorithm.RSAES_PKCS1_V1_5
                  ? "RSA/ECB/PKCS1Padding"
                  : "RSA/ECB/OAEPPadding");
      if (algorithm == WrappingAlgorithm.RSAES_PKCS1_V1_5) {
        wrap.init(Cipher.ENCRYPT_MODE, PAIR.getPublic());
      } else {
        String hash = algorithm == WrappingAlgorithm.RSAES_OAEP_SHA_1 ? "SHA-1" : "SHA-256";
        wrap.init(
            Cipher.ENCRYPT_MODE,
            PAIR.getPublic(),
            new OAEPParameterSpec(
                hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
      }
      Cipher raw = Cipher.getInstance("RSA/ECB/NoPadding");
      raw.init(Cipher.DECRYPT_MODE, PAIR.getPrivate());
      byte[] block = raw.doFinal(wrap.doFinal(secret));
      return Arrays.copyOfRange(block, block.length - 256, block.length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
