package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.Material;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Keys between wrapped material and session objects.
final class KeyMaterial {
  private static final int BLOCK_BYTES = 8;
  private static final int DESTROYED_AT_ONCE_MAX = 64;

  private final Object owner;
  private final TokenLink link;
  private final Lanes lanes;
  private final Queue<Pkcs11Key> released;

  /// @param released shared with the home lane, which destroys what is in it when it is idle
  KeyMaterial(Object owner, TokenLink link, Lanes lanes, Queue<Pkcs11Key> released) {
    this.owner = owner;
    this.link = link;
    this.lanes = lanes;
    this.released = released;
  }

  static Queue<Pkcs11Key> releasedKeys() {
    return new ConcurrentLinkedQueue<>();
  }

  /// @param version of the KEK; 0 for the one in use
  WrappedKey generate(Traits traits, int version, KeySpec spec, Set<KeyUsage> usages) {
    KeyTemplates.requireUsages(spec, usages);
    traits.require(spec);
    WrapFormats formats = traits.formats();
    WrapFormat format = formats.formatFor(spec);
    Mechanism wrap = formats.mechanism(format);
    return switch (spec.family()) {
      case AES, HMAC ->
          lanes.symmetric((e, s) -> generateSecret(e, s, version, spec, format, wrap));
      case EC -> lanes.symmetric((e, s) -> generatePair(e, s, version, spec, format, wrap));
      case RSA -> lanes.generation((e, s) -> generatePair(e, s, version, spec, format, wrap));
    };
  }

  Pkcs11Key unwrap(Traits traits, Material material) {
    return lanes.home((epoch, session) -> {
      destroyReleased(epoch, session, released);
      long handle = unwrapInto(epoch, session, traits, material, false, Attributes.NONE);
      return new Pkcs11Key(owner, epoch.number(), handle, material.spec(), material.usages());
    });
  }

  /// To be called in a job of the home lane.
  ///
  /// @param rests as an object of the token, not of the session
  /// @param names of the object
  long unwrapInto(
      Epoch epoch,
      Session session,
      Traits traits,
      Material material,
      boolean rests,
      Attributes names) {
    KeySpec spec = material.spec();
    KeyTemplates.requireUsages(spec, material.usages());
    WrappedKey wrapped = material.wrapped();
    traits.require(spec);
    Mechanism mechanism = traits.formats().mechanism(wrapped.format());
    requireLength(spec, wrapped);
    Attributes template = traits.unwrapping(material, rests).and(names);
    Session home = epoch.home(session);
    long kek = kek(epoch, home, wrapped.kekVersion());
    return KeyLanes.opened(
        () -> unwrapped(home, mechanism, kek, wrapped.wrapped(), template),
        () -> {},
        () -> roundTrip(home, mechanism, kek));
  }

  void release(Pkcs11Key key) {
    key.release();
    if (!key.rests() && link.current().filter(e -> e.number() == key.epoch()).isPresent()) {
      released.add(key);
      lanes.nudgeHome();
    }
  }

  /// Destroys released keys that nobody uses any more; those still in use wait for the next time.
  static boolean destroyReleased(Epoch epoch, Session session, Queue<Pkcs11Key> released) {
    for (int i = 0; i < DESTROYED_AT_ONCE_MAX; i++) {
      Pkcs11Key key = released.poll();
      if (key == null) {
        return true;
      }
      if (key.epoch() != epoch.number()) {
        continue;
      }
      if (!key.takeForDestruction()) {
        if (key.isAwaitingDestruction()) {
          released.add(key);
        }
        continue;
      }
      try {
        epoch.home(session).destroy(key.handle());
      } catch (ModuleRefusal refusal) {
        if (refusal.returnClass() != ReturnClass.HANDLE) {
          throw refusal;
        }
        // Gone already, which is what was wanted.
      }
    }
    return false;
  }

  long kek(Epoch epoch, Session home, int version) {
    DomainObjects known =
        epoch.domain().keks().containsKey(version)
            ? epoch.domain()
            : link.reload(epoch, home).domain();
    return known.kek(version);
  }

  private static WrappedKey generateSecret(
      Epoch epoch, Session session, int wanted, KeySpec spec, WrapFormat format, Mechanism wrap) {
    int version = wanted == 0 ? epoch.domain().requireVersion() : wanted;
    long key = session.generate(KeyTemplates.generation(spec), KeyTemplates.generated(spec));
    try {
      byte[] wrapped = session.wrap(wrap, epoch.domain().kek(version), key);
      return new WrappedKey(version, format, wrapped, new byte[0]);
    } finally {
      session.destroy(key);
    }
  }

  private static WrappedKey generatePair(
      Epoch epoch, Session session, int wanted, KeySpec spec, WrapFormat format, Mechanism wrap) {
    int version = wanted == 0 ? epoch.domain().requireVersion() : wanted;
    Session.Pair pair =
        session.generatePair(
            KeyTemplates.generation(spec),
            KeyTemplates.generatedPublic(spec),
            KeyTemplates.generated(spec));
    try {
      byte[] wrapped = session.wrap(wrap, epoch.domain().kek(version), pair.privateKey());
      byte[] publicKey = PublicKeys.read(session, spec, pair.publicKey());
      return new WrappedKey(version, format, wrapped, publicKey);
    } finally {
      session.destroy(pair.privateKey());
      session.destroy(pair.publicKey());
    }
  }

  /// Everything shorter than any wrapped key, or of a length that the spec cannot have, is refused
  /// here: modules answer such things in many ways.
  private static void requireLength(KeySpec spec, WrappedKey wrapped) {
    int length = wrapped.wrapped().length;
    boolean aes = spec.family() == KeySpec.Family.AES;
    int keyBytes = aes ? spec.bits() / 8 : BLOCK_BYTES;
    int padding = wrapped.format() == WrapFormat.AES_KW_PKCS5 ? BLOCK_BYTES : 0;
    int expected = keyBytes + BLOCK_BYTES + padding;
    if (length % BLOCK_BYTES != 0 || (aes ? length != expected : length < expected)) {
      throw KeyLanes.badCiphertext();
    }
  }

  private static long unwrapped(
      Session home, Mechanism mechanism, long kek, byte[] wrapped, Attributes template) {
    try {
      return home.unwrap(mechanism, kek, wrapped, template);
    } catch (ModuleRefusal refusal) {
      throw gap(refusal).<RuntimeException>map(gap -> gap).orElse(refusal);
    }
  }

  /// Shows that the token unwraps what it wrapped under the KEK.
  private static void roundTrip(Session home, Mechanism mechanism, long kek) {
    KeySpec spec = KeySpec.ALIYUN_AES_256;
    Attributes template = KeyTemplates.unwrapped(spec, Set.of(KeyUsage.ENCRYPT_DECRYPT), false);
    long key = home.generate(KeyTemplates.generation(spec), KeyTemplates.generated(spec));
    try {
      byte[] wrapped = home.wrap(mechanism, kek, key);
      home.destroy(home.unwrap(mechanism, kek, wrapped, template));
    } finally {
      home.destroy(key);
    }
  }

  static RuntimeException unwrapRefused(Session session, ModuleRefusal refusal) {
    return gap(refusal)
        .<RuntimeException>map(gap -> gap)
        .orElseGet(() -> KeyLanes.ciphertextRefused(session, refusal));
  }

  /// A template that the token does not take for this kind of key is a gap of the token, not a
  /// fault of the material.
  private static Optional<HsmException> gap(ModuleRefusal refusal) {
    boolean is =
        refusal.is(ReturnCode.TEMPLATE_INCOMPLETE) || DomainTemplates.refusesAttribute(refusal);
    return is
        ? Optional.of(
            new HsmException(HsmFailure.UNSUPPORTED, String.valueOf(refusal.getMessage()), refusal))
        : Optional.empty();
  }
}
