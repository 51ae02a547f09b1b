package coffer.hsm.cluster;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What every member must hold alike: KEK and integrity key. The first to come (in the order of
/// seats, when the cluster opens) drops an anchor: a throw-away key wrapped under its KEK, and a
/// MAC by its integrity key. Whoever comes later, or comes back, must unwrap the one and repeat the
/// other. This catches a token that was swapped or initialised anew while it was away, also when
/// `connect` did not.
final class Domain {
  private static final KeySpec SPEC = KeySpec.ALIYUN_AES_256;
  private static final Set<KeyUsage> USAGES = Set.of(KeyUsage.ENCRYPT_DECRYPT);
  private static final byte[] CHALLENGE =
      "coffer cluster integrity key".getBytes(StandardCharsets.UTF_8);

  private final AtomicReference<@Nullable Anchor> anchor = new AtomicReference<>();

  /// @param version of the domain keys
  private record Anchor(KeyProof key, int version, byte[] mac) {
    static Anchor by(HsmMember member, int version) {
      WrappedKey wrapped = member.generate(SPEC, USAGES);
      return new Anchor(
          KeyProof.by(member, SPEC, USAGES, wrapped),
          version,
          member.integrity(version, CHALLENGE));
    }
  }

  /// Whether the member holds the cluster's domain keys. Fails with UNAVAILABLE when it has none
  /// yet or only older ones: it may get them later.
  boolean holds(HsmMember member) {
    int version = member.domainKeyVersion();
    if (version == 0) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the member has no domain keys yet");
    }
    Anchor known = anchor.get();
    if (known == null) {
      Anchor made = Anchor.by(member, version);
      if (anchor.compareAndSet(null, made)) {
        return true;
      }
      return holds(member);
    }
    if (version < known.version()) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the member's domain keys are outdated");
    }
    if (!known.key().holdsOn(member)) {
      return false;
    }
    if (version > known.version()) {
      anchor.compareAndSet(known, Anchor.by(member, version));
      return true;
    }
    if (MessageDigest.isEqual(known.mac(), member.integrity(version, CHALLENGE))) {
      return true;
    }
    if (member.domainKeyVersion() != version) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the member's domain keys just changed");
    }
    return false;
  }
}
