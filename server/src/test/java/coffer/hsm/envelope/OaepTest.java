package coffer.hsm.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.testing.Seeds;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against blocks that the JDK encoded.
class OaepTest {
  private static final KeyPair PAIR = pair();

  @ParameterizedTest
  @ValueSource(strings = {"SHA-256", "SHA-1"})
  void decodesWhatTheJdkEncoded(String hash) {
    Seeds.check(
        20,
        random -> {
          byte[] message = new byte[random.nextInt(191)];
          random.nextBytes(message);
          assertThat(new Oaep(hash).decode(block(hash, message)))
              .hasValueSatisfying(
                  secret -> assertThat(secret.use(byte[]::clone)).isEqualTo(message));
        });
  }

  @Test
  void refusesEveryFlippedByte() {
    byte[] block = block("SHA-256", new byte[] {1, 2, 3});
    for (int i = 0; i < block.length; i++) {
      byte[] tampered = block.clone();
      tampered[i] ^= (byte) 0x80;
      assertThat(new Oaep("SHA-256").decode(tampered)).as("byte " + i).isEmpty();
    }
  }

  @Test
  void refusesOtherHashEmptyAndShortBlocks() {
    assertThat(new Oaep("SHA-1").decode(block("SHA-256", new byte[5]))).isEmpty();
    assertThat(new Oaep("SHA-256").decode(new byte[0])).isEmpty();
    assertThat(new Oaep("SHA-256").decode(new byte[65])).isEmpty();
    assertThat(new Oaep("SHA-256").decode(new byte[256])).isEmpty();
  }

  @Test
  void wipesTheBlock() {
    byte[] block = block("SHA-256", new byte[] {1});
    assertThat(new Oaep("SHA-256").decode(block)).isPresent();
    assertThat(block).containsOnly(0);
  }

  /// What raw RSA gives.
  private static byte[] block(String hash, byte[] message) {
    try {
      Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
      MGF1ParameterSpec mgf = new MGF1ParameterSpec(hash);
      oaep.init(
          Cipher.ENCRYPT_MODE,
          PAIR.getPublic(),
          new OAEPParameterSpec(hash, "MGF1", mgf, PSource.PSpecified.DEFAULT));
      Cipher raw = Cipher.getInstance("RSA/ECB/NoPadding");
      raw.init(Cipher.DECRYPT_MODE, PAIR.getPrivate());
      return raw.doFinal(oaep.doFinal(message));
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
