package coffer.wire.instance;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RsaSignaturesTest {
  private static final List<RsaSignatures> ENGINES =
      List.of(RsaSignatures.byJdk(), RsaSignatures.best());

  @Test
  void theAcceleratorIsTakenWhereItWorks() {
    assertThat(RsaSignatures.best().engineName()).isEqualTo("AmazonCorrettoCryptoProvider");
  }

  @Test
  void bothEnginesJudgeTheKnownSignatureRightly() throws GeneralSecurityException {
    for (RsaSignatures engine : ENGINES) {
      assertThat(KnownSignature.isJudgedRightlyBy(engine)).as(engine.engineName()).isTrue();
    }
  }

  @Test
  void everyFlippedBitOfASignatureIsRefusedAndTheNextCallIsUnharmed() {
    Capture capture = Capture.read("java_encrypt");
    Envelope envelope = Envelope.read(new FakeCall("POST", capture.headers(), capture.body()));
    PublicKey key = Capture.publicKey();
    byte[] text = envelope.textToSign();
    Seeds.check(
        200,
        random -> {
          for (RsaSignatures engine : ENGINES) {
            byte[] flipped = envelope.signature();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(engine.verify(key, text, flipped)).isFalse();
            byte[] odd = new byte[random.nextInt(600)];
            random.nextBytes(odd);
            assertThat(engine.verify(key, text, odd)).isFalse();
            assertThat(engine.verify(key, text, envelope.signature())).isTrue();
          }
        });
  }

  @Test
  void clientsTakeTurnsOnSeveralThreads() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    byte[] text = "text".getBytes(StandardCharsets.US_ASCII);
    List<PublicKey> keys = new ArrayList<>();
    List<byte[]> signatures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      KeyPair pair = generator.generateKeyPair();
      Signature signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(pair.getPrivate());
      signer.update(text);
      keys.add(pair.getPublic());
      signatures.add(signer.sign());
    }
    for (RsaSignatures engine : ENGINES) {
      for (int round = 0; round < 4; round++) {
        try (ExecutorService fresh = Executors.newFixedThreadPool(2)) {
          for (int i = 0; i < 60; i++) {
            int client = i % keys.size();
            boolean right =
                fresh
                    .submit(() -> engine.verify(keys.get(client), text, signatures.get(client)))
                    .get();
            assertThat(right).as("%s, client %s", engine.engineName(), client).isTrue();
          }
        }
      }
    }
  }

  @Test
  void anotherKindOfKeyVerifiesNothing() throws GeneralSecurityException {
    PublicKey key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
    byte[] text = "text".getBytes(StandardCharsets.US_ASCII);
    for (RsaSignatures engine : ENGINES) {
      assertThat(engine.verify(key, text, new byte[256])).isFalse();
    }
  }
}
