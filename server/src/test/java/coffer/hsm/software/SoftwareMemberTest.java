package coffer.hsm.software;

import static coffer.hsm.software.Tokens.USER;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Material;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.PaddingMode;
import coffer.model.SecretBytes;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the software HSM refuses beyond the contract of all HSMs.
class SoftwareMemberTest {
  private static final byte[] NONE = {};

  @TempDir Path directory;

  private HsmMember member() {
    Path file = directory.resolve("a.token");
    Tokens.make(file);
    return Tokens.open(file, USER);
  }

  private static Material material(KeySpec spec, WrappedKey wrapped) {
    return new Material(new KeyVersionId(new UUID(0, 1)), spec, spec.usages(), wrapped);
  }

  /// Wrapping says nothing of specs; the store's row MAC does. What shows is refused all the same,
  /// which is all but secrets of a fitting length.
  @Test
  void materialOfAnotherSpecIsBad() {
    try (HsmMember member = member()) {
      KeySpec[] specs = {
        KeySpec.ALIYUN_AES_128,
        KeySpec.ALIYUN_AES_192,
        KeySpec.EC_P256,
        KeySpec.EC_P256K,
        KeySpec.RSA_2048,
        KeySpec.HMAC_SHA512
      };
      for (KeySpec made : specs) {
        WrappedKey wrapped = member.generate(made, made.usages());
        for (KeySpec claimed : specs) {
          if (made != claimed && claimed.family() != KeySpec.Family.HMAC) {
            Tokens.refusal(
                HsmFailure.BAD_CIPHERTEXT, () -> member.unwrap(material(claimed, wrapped)));
          }
        }
      }
    }
  }

  @Test
  void unknownKekOrFormatIsForAnotherMember() {
    try (HsmMember member = member()) {
      KeySpec spec = KeySpec.ALIYUN_AES_256;
      WrappedKey good = member.generate(spec, spec.usages());
      assertThat(good.format()).isEqualTo(WrapFormat.AES_KWP);
      WrappedKey future = new WrappedKey(9, good.format(), good.wrapped(), NONE);
      WrappedKey foreign = new WrappedKey(1, WrapFormat.AES_GCM, good.wrapped(), NONE);
      Tokens.refusal(HsmFailure.UNSUPPORTED, () -> member.unwrap(material(spec, future)));
      Tokens.refusal(HsmFailure.UNSUPPORTED, () -> member.unwrap(material(spec, foreign)));
    }
  }

  @Test
  void usagesThatTheSpecLacksAreRefused() {
    try (HsmMember member = member()) {
      Tokens.refusal(
          HsmFailure.CALLER,
          () -> member.generate(KeySpec.EC_P256, Set.of(KeyUsage.ENCRYPT_DECRYPT)));
      Tokens.refusal(HsmFailure.CALLER, () -> member.generate(KeySpec.EC_P256, Set.of()));
    }
  }

  @Test
  void keyOfAnotherMemberIsStale() {
    try (HsmMember member = member();
        HsmMember same = Tokens.open(directory.resolve("a.token"), USER)) {
      KeySpec spec = KeySpec.HMAC_SHA256;
      HsmKey key = member.unwrap(material(spec, member.generate(spec, spec.usages())));
      Tokens.refusal(HsmFailure.STALE_KEY, () -> same.mac(key, NONE));
      same.release(key);
      assertThat(member.mac(key, NONE)).hasSize(32);
    }
  }

  @Test
  void withoutDomainKeysNothingIsMade() {
    Path file = directory.resolve("empty.token");
    Tokens.initialize(file, "empty", Tokens.OFFICER);
    Tokens.setCryptoUser(file, Tokens.OFFICER, USER);
    try (HsmMember member = Tokens.open(file, USER)) {
      KeySpec spec = KeySpec.ALIYUN_AES_256;
      Tokens.refusal(HsmFailure.CALLER, () -> member.generate(spec, spec.usages()));
      Tokens.refusal(HsmFailure.UNSUPPORTED, () -> member.integrity(NONE));
      Tokens.refusal(HsmFailure.CALLER, () -> member.signAsIdent(NONE));
      Tokens.refusal(HsmFailure.CALLER, () -> member.ensureDomainKeys(0));
      member.ping();
    }
  }

  @Test
  void additionalDataOutsideGcmIsNotIgnored() {
    try (HsmMember member = member();
        SecretBytes plaintext = Tokens.pin("plaintext")) {
      KeySpec spec = KeySpec.ALIYUN_AES_256;
      HsmKey key = member.unwrap(material(spec, member.generate(spec, spec.usages())));
      CipherParameters cbc =
          new CipherParameters(
              EncryptionAlgorithm.AES_CBC, PaddingMode.PKCS7_PADDING, NONE, new byte[] {1});
      Tokens.refusal(HsmFailure.CALLER, () -> member.encrypt(key, cbc, plaintext));
    }
  }

  @Test
  void randomHasALimit() {
    try (HsmMember member = member()) {
      Tokens.refusal(HsmFailure.CALLER, () -> member.random(-1));
      Tokens.refusal(HsmFailure.CALLER, () -> member.random(1024 * 1024 + 1));
    }
  }
}
