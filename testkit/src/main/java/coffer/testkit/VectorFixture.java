package coffer.testkit;

import static coffer.model.WrappingAlgorithm.RSAES_OAEP_SHA_1;
import static coffer.model.WrappingAlgorithm.RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Imported;
import coffer.hsm.Incoming;
import coffer.hsm.Material;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.WrappingAlgorithm;
import coffer.testkit.vectors.Vector;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What the vectors of all algorithms share: their keys come in as customers' keys do, on one
/// member, and are used on both.
public interface VectorFixture extends HsmFixture {
  /// Imports each key once.
  final class Keys {
    private final VectorFixture fixture;
    private final Map<String, Material> known = new HashMap<>();

    Keys(VectorFixture fixture) {
      this.fixture = fixture;
    }

    /// @param secret of an AES or HMAC key the secret, of another PKCS #8
    Material of(KeySpec spec, byte[] secret) {
      return known.computeIfAbsent(
          spec + HexFormat.of().formatHex(secret), _ -> fixture.broughtIn(spec, secret));
    }
  }

  default Keys keys() {
    return new Keys(this);
  }

  /// Asks both members, and lets go of the key at once: there are many.
  default <R> R onBoth(Material material, Vector vector, Call<R> call) {
    R one = on(first(), material, call);
    R other = on(second(), material, call);
    assertThat(other).as("members differ over %s", vector).isEqualTo(one);
    return one;
  }

  /// What is done with a key.
  @FunctionalInterface
  interface Call<R> {
    R of(HsmMember member, HsmKey key);
  }

  private static <R> R on(HsmMember member, Material material, Call<R> call) {
    HsmKey key = member.unwrap(material);
    try {
      return call.of(member, key);
    } finally {
      member.release(key);
    }
  }

  /// A valid vector gives its message on both members, an invalid one is refused by both.
  default void opens(
      Material material, Vector vector, boolean valid, Function<Vector, Call<byte[]>> call) {
    if (valid) {
      byte[] message = onBoth(material, vector, call.apply(vector));
      assertThat(message).as("%s", vector).isEqualTo(vector.bytes("msg"));
    } else {
      for (HsmMember member : Set.of(first(), second())) {
        refusesVector(vector, () -> on(member, material, call.apply(vector)));
      }
    }
  }

  default void refusesVector(Vector vector, ThrowingCallable call) {
    assertThat(catchThrowable(call))
        .as("%s", vector)
        .isInstanceOfSatisfying(
            HsmException.class, e -> assertThat(e.failure()).isEqualTo(HsmFailure.BAD_CIPHERTEXT));
  }

  private Material broughtIn(KeySpec spec, byte[] secret) {
    Material pair = material(KeySpec.RSA_2048);
    WrappingAlgorithm algorithm =
        spec.isAsymmetric() ? RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD : RSAES_OAEP_SHA_1;
    byte[] wrapped = Custodian.wrap(algorithm, pair.wrapped().publicKey(), secret);
    Material wrapping =
        new Material(pair.version(), pair.spec(), Set.of(KeyUsage.ENCRYPT_DECRYPT), pair.wrapped());
    Imported imported =
        first().importKey(new Incoming(wrapping, algorithm, wrapped), spec, spec.usages());
    return new Material(
        new KeyVersionId(UUID.randomUUID()), spec, spec.usages(), imported.wrapped());
  }
}
