package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.Material;
import coffer.model.KeySpec;
import coffer.model.KeyVersionId;
import coffer.model.WireName;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keys that rest in the token, one token object each, found by CKA_ID `KEY/` with the id of the
/// version. The object's label carries its wrapped form, for other members: one object is there or
/// not, whatever a crash interrupts, and every module knows labels.
final class InstalledKeys {
  private static final String ID = "KEY/";
  private static final String LABEL = "coffer-copy/1";
  private static final String SEPARATOR = ":";
  private static final int LABEL_PARTS = 4;
  private static final byte[] NONE = {};

  private final Object owner;
  private final Lanes lanes;
  private final KeyMaterial material;

  /// Searching a token takes longer the more objects it has, so that handles are remembered for
  /// their epoch.
  private final Map<KeyVersionId, Found> known = new ConcurrentHashMap<>();

  private record Found(int epoch, long handle) {}

  InstalledKeys(Object owner, Lanes lanes, KeyMaterial material) {
    this.owner = owner;
    this.lanes = lanes;
    this.material = material;
  }

  Pkcs11Key find(Material wanted) {
    KeySpec spec = wanted.spec();
    KeyTemplates.requireUsages(spec, wanted.usages());
    return lanes.home((epoch, session) -> {
      Session home = epoch.home(session);
      long handle =
          handle(epoch, home, wanted.version())
              .orElseThrow(
                  () -> new HsmException(HsmFailure.ABSENT, "the key is not in the token"));
      return Pkcs11Key.resting(owner, epoch.number(), handle, spec, wanted.usages());
    });
  }

  void install(Traits traits, Material wrapped) {
    Attributes names =
        Attributes.NONE
            .bytes(Ck.CKA_ID, id(wrapped.version()))
            .bytes(Ck.CKA_LABEL, label(wrapped.wrapped()));
    boolean _ =
        lanes.life((epoch, session) -> {
          Session home = epoch.home(session);
          if (handle(epoch, home, wrapped.version()).isEmpty()) {
            long handle = material.unwrapInto(epoch, session, traits, wrapped, true, names);
            known.put(wrapped.version(), new Found(epoch.number(), handle));
          }
          return true;
        });
  }

  Set<KeyVersionId> list() {
    return lanes.life((epoch, session) -> {
      Session home = epoch.home(session);
      Set<KeyVersionId> found = new HashSet<>();
      for (long kind : new long[] {Ck.CKO_SECRET_KEY, Ck.CKO_PRIVATE_KEY}) {
        for (long object : home.find(DomainObjects.ofClass(kind))) {
          home.attribute(object, Ck.CKA_ID).flatMap(InstalledKeys::version).ifPresent(found::add);
        }
      }
      return Set.copyOf(found);
    });
  }

  Optional<WrappedKey> copy(KeyVersionId version) {
    return lanes.life((epoch, session) -> {
      Session home = epoch.home(session);
      return handle(epoch, home, version)
          .flatMap(handle -> home.attribute(handle, Ck.CKA_LABEL))
          .flatMap(InstalledKeys::copy);
    });
  }

  void uninstall(KeyVersionId version) {
    known.remove(version);
    boolean _ =
        lanes.life((epoch, session) -> {
          Session home = epoch.home(session);
          DomainObjects.each(home, named(version), home::destroy);
          return true;
        });
  }

  void uninstallAll() {
    list().forEach(this::uninstall);
  }

  /// A remembered handle is asked for its id first: a token may have given its number away.
  private Optional<Long> handle(Epoch epoch, Session home, KeyVersionId version) {
    Found found = known.get(version);
    if (found != null && found.epoch() == epoch.number() && isStill(home, found, version)) {
      return Optional.of(found.handle());
    }
    Optional<Long> handle = home.find(named(version)).stream().findFirst();
    handle.ifPresentOrElse(
        h -> known.put(version, new Found(epoch.number(), h)), () -> known.remove(version));
    return handle;
  }

  private static boolean isStill(Session home, Found found, KeyVersionId version) {
    try {
      return home.attribute(found.handle(), Ck.CKA_ID)
          .filter(id -> MessageDigest.isEqual(id, id(version)))
          .isPresent();
    } catch (ModuleRefusal refusal) {
      if (refusal.returnClass() != ReturnClass.HANDLE) {
        throw refusal;
      }
      return false;
    }
  }

  private static Attributes named(KeyVersionId version) {
    return Attributes.NONE.flag(Ck.CKA_TOKEN, true).bytes(Ck.CKA_ID, id(version));
  }

  private static byte[] id(KeyVersionId version) {
    return (ID + version).getBytes(StandardCharsets.US_ASCII);
  }

  private static Optional<KeyVersionId> version(byte[] id) {
    String text = new String(id, StandardCharsets.US_ASCII);
    return text.startsWith(ID) ? KeyVersionId.parse(text.substring(ID.length())) : Optional.empty();
  }

  private static byte[] label(WrappedKey key) {
    String wrapped = Base64.getEncoder().encodeToString(key.wrapped());
    return String.join(
            SEPARATOR, LABEL, Integer.toString(key.kekVersion()), key.format().wireName(), wrapped)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// Empty unless `label` made it.
  private static Optional<WrappedKey> copy(byte[] label) {
    List<String> parts = List.of(new String(label, StandardCharsets.US_ASCII).split(SEPARATOR, -1));
    if (parts.size() != LABEL_PARTS || !parts.getFirst().equals(LABEL)) {
      return Optional.empty();
    }
    try {
      int kekVersion = Integer.parseInt(parts.get(1));
      byte[] wrapped = Base64.getDecoder().decode(parts.getLast());
      return WireName.find(WrapFormat.class, parts.get(2))
          .map(format -> new WrappedKey(kekVersion, format, wrapped, NONE));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
