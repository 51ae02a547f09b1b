package coffer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Incoming;
import coffer.hsm.Material;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.PaddingMode;
import coffer.model.WrappedKey;
import coffer.model.WrappingAlgorithm;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// HSMs without hardware give material away as an import takes it in; others never do.
public interface ExportContract extends HsmFixture {
  /// Whether keys leave.
  default boolean exports() {
    return false;
  }

  @ParameterizedTest
  @EnumSource(KeySpec.class)
  default void whatIsExportedIsTheSameKeyWhereItIsImported(KeySpec spec) {
    if (refusesLacking(spec)) {
      return;
    }
    Material wrapping = pair();
    WrappingAlgorithm algorithm = WrappingAlgorithm.between(spec);
    byte[] to = wrapping.wrapped().publicKey();
    if (!exports()) {
      refuses(HsmFailure.UNSUPPORTED, () -> second().exportKey(material(spec), algorithm, to));
      return;
    }
    byte[] exported = second().exportKey(material(spec), algorithm, to);
    WrappedKey imported =
        first()
            .importKey(new Incoming(wrapping, algorithm, exported), spec, spec.usages())
            .wrapped();
    Material copy = new Material(version(), spec, spec.usages(), imported);
    assertThat(trace(first(), copy)).isEqualTo(trace(second(), material(spec)));
  }

  @Test
  default void whatIsNotToBeWrappedSoIsTheCallersFault() {
    if (!exports()) {
      return;
    }
    Material aes = material(KeySpec.ALIYUN_AES_256);
    byte[] to = pair().wrapped().publicKey();
    refuses(
        HsmFailure.CALLER,
        () -> first().exportKey(aes, WrappingAlgorithm.between(KeySpec.EC_P256), to));
    refuses(
        HsmFailure.CALLER,
        () -> first().exportKey(aes, WrappingAlgorithm.between(aes.spec()), new byte[] {1}));
    WrappedKey torn =
        new WrappedKey(
            aes.wrapped().kekVersion(),
            aes.wrapped().format(),
            flipped(aes.wrapped().wrapped(), 7),
            NONE);
    refuses(
        HsmFailure.BAD_CIPHERTEXT,
        () -> first().exportKey(aes.with(torn), WrappingAlgorithm.between(aes.spec()), to));
  }

  private Material pair() {
    Set<KeyUsage> usages = Set.of(KeyUsage.ENCRYPT_DECRYPT);
    WrappedKey pair = first().generate(KeySpec.RSA_2048, usages);
    return new Material(version(), KeySpec.RSA_2048, usages, pair);
  }

  private static KeyVersionId version() {
    return new KeyVersionId(UUID.randomUUID());
  }

  /// What only this material makes.
  private byte[] trace(HsmMember member, Material material) {
    HsmKey key = unwrap(member, material);
    return switch (material.spec().family()) {
      case AES ->
          encrypt(
                  member,
                  key,
                  block(EncryptionAlgorithm.AES_ECB, PaddingMode.NO_PADDING, NONE),
                  new byte[32])
              .ciphertext();
      case HMAC -> member.mac(key, new byte[32]);
      case RSA, EC -> material.wrapped().publicKey();
    };
  }
}
