package coffer.testkit;

import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Material;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.AssertionFailedError;

/// What every driver of `coffer.hsm` promises. A driver's test extends this class and makes tokens;
/// the themes are the interfaces it implements, one file each.
///
/// Members, and RSA material, are made once for a class, because making them is slow in real HSMs.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
public abstract class HsmContract
    implements MaterialContract,
        GcmContract,
        BlockModeContract,
        RsaDecryptionContract,
        SignatureContract,
        MacContract,
        ImportContract,
        ExportContract,
        SymmetricVectorContract,
        RsaVectorContract,
        VerificationVectorContract,
        UsageContract,
        IdentContract,
        DomainKeysContract,
        InstalledKeysContract,
        LifeContract,
        ThreadsContract {
  /// So many tokens a class takes at the most, for drivers that must make them beforehand.
  public static final int TOKENS_MAX = 28;

  private final List<TestToken> tokens = new ArrayList<>();
  private final List<HsmMember> members = new ArrayList<>();
  private final List<Unwrapped> unwrapped = new ArrayList<>();
  private final Map<KeySpec, Material> materials = new EnumMap<>(KeySpec.class);
  private long versions;
  private @Nullable HsmMember first;
  private @Nullable HsmMember second;

  private record Unwrapped(HsmMember member, HsmKey key) {}

  /// A token as `TestToken` says, different from all before.
  protected abstract TestToken newToken();

  @BeforeAll
  void formCluster() {
    TestToken token = freshToken();
    HsmMember one = open(token);
    one.ensureDomainKeys(1);
    HsmMember other = open(freshToken());
    cloneDomainKeys(one, token, other);
    first = one;
    second = other;
  }

  @AfterEach
  void releaseKeys() {
    unwrapped.forEach(u -> u.member().release(u.key()));
    unwrapped.clear();
  }

  @AfterAll
  void closeEverything() {
    members.forEach(HsmMember::close);
    tokens.forEach(TestToken::close);
  }

  @Override
  public HsmMember first() {
    return made(first);
  }

  @Override
  public HsmMember second() {
    return made(second);
  }

  private static HsmMember made(@Nullable HsmMember member) {
    if (member == null) {
      throw new AssertionFailedError("the cluster was not formed");
    }
    return member;
  }

  @Override
  public TestToken freshToken() {
    if (tokens.size() == TOKENS_MAX) {
      throw new AssertionFailedError("the contract promises to take fewer tokens");
    }
    TestToken token = newToken();
    tokens.add(token);
    return token;
  }

  @Override
  public HsmMember open(TestToken token) {
    HsmMember member = token.open();
    members.add(member);
    return member;
  }

  @Override
  public Material material(KeySpec spec) {
    return materials.computeIfAbsent(spec, s -> material(first(), s, s.usages()));
  }

  @Override
  public Material material(HsmMember member, KeySpec spec, Set<KeyUsage> usages) {
    KeyVersionId version = new KeyVersionId(new UUID(0, ++versions));
    return new Material(version, spec, usages, member.generate(spec, usages));
  }

  @Override
  public HsmKey unwrap(HsmMember member, Material material) {
    HsmKey key = member.unwrap(material);
    unwrapped.add(new Unwrapped(member, key));
    return key;
  }
}
