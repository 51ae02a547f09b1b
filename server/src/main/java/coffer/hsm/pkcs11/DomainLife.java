package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmIdentity;
import coffer.hsm.HsmModule;
import coffer.hsm.TransportedKeys;
import coffer.model.KeySpec;
import coffer.model.SecretBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The cluster's own keys in this token: made, sent to another member, received. Every step looks
/// at the token first, so that it may be repeated after a crash.
final class DomainLife {
  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 16;

  private final HsmModule module;
  private final HsmIdentity token;
  private final TokenLink link;
  private final Lanes lanes;
  private Optional<Transport> transport = Optional.empty();

  private record Transport(int epoch, Session.Pair pair) {}

  DomainLife(HsmModule module, HsmIdentity token, TokenLink link, Lanes lanes) {
    this.module = module;
    this.token = token;
    this.link = link;
    this.lanes = lanes;
  }

  Optional<byte[]> identPublicKey() {
    return lanes.home((epoch, session) -> ident(epoch.home(session)));
  }

  byte[] ensureIdent() {
    return lanes.life((epoch, session) -> {
      Session home = epoch.home(session);
      Optional<byte[]> known = ident(home);
      if (known.isPresent()) {
        return known.get();
      }
      // A crash may have left one half.
      DomainObjects.each(home, identOf(Ck.CKO_PRIVATE_KEY), home::destroy);
      DomainObjects.each(home, identOf(Ck.CKO_PUBLIC_KEY), home::destroy);
      Session.Pair made = generateIdent(home);
      Epoch _ = link.reload(epoch, home);
      return PublicKeys.read(home, KeySpec.EC_P256, made.publicKey());
    });
  }

  byte[] signAsIdent(byte[] sha256) {
    return lanes.symmetric((epoch, session) -> {
      long key =
          epoch
              .domain()
              .identPrivate()
              .orElseThrow(
                  () -> new HsmException(HsmFailure.CALLER, "the token has no identity key"));
      return Signatures.ecdsaDer(session.sign(Mechanism.of(Ck.CKM_ECDSA), key, sha256));
    });
  }

  int domainKeyVersion() {
    return lanes.home((epoch, session) -> epoch.domain().version());
  }

  Set<Integer> versions() {
    return lanes.home(
        (epoch, session) -> link.reload(epoch, epoch.home(session)).domain().versions());
  }

  void use(int version) {
    Epoch _ = lanes.home((epoch, session) -> link.use(version, epoch, epoch.home(session)));
  }

  /// Another login may have brought the version here.
  byte[] integrity(int version, byte[] data) {
    Mechanism mechanism = Mechanism.of(Ck.CKM_SHA256_HMAC);
    boolean known =
        link.current().filter(e -> e.domain().integrity().containsKey(version)).isPresent();
    if (known) {
      return lanes.symmetric(
          (epoch, session) -> session.sign(mechanism, epoch.domain().integrityKey(version), data));
    }
    return lanes.home((epoch, session) -> {
      Epoch fresh = link.reload(epoch, epoch.home(session));
      return session.sign(mechanism, fresh.domain().integrityKey(version), data);
    });
  }

  void ensureDomainKeys(int version) {
    requireVersion(version);
    boolean _ =
        lanes.life((epoch, session) -> {
          Session home = epoch.home(session);
          DomainObjects there = DomainObjects.find(home);
          if (!there.keks().containsKey(version)) {
            long _ = generateKek(home, version);
          }
          if (!there.integrity().containsKey(version)) {
            long _ = generateIntegrity(home, version);
          }
          return link.reload(epoch, home).domain().versions().contains(version);
        });
  }

  synchronized byte[] offerTransport() {
    record Offer(Transport transport, byte[] publicKey) {}
    Offer offer =
        lanes.generation((epoch, session) -> {
          Session.Pair pair =
              session.generatePair(
                  Ck.CKM_RSA_PKCS_KEY_PAIR_GEN,
                  KeyTemplates.generatedPublic(KeySpec.RSA_2048),
                  Attributes.NONE
                      .flag(Ck.CKA_TOKEN, false)
                      .flag(Ck.CKA_PRIVATE, true)
                      .flag(Ck.CKA_SENSITIVE, true)
                      .flag(Ck.CKA_EXTRACTABLE, false)
                      .and(KeyUses.privateKey(Set.of(Ck.CKA_UNWRAP))));
          return new Offer(
              new Transport(epoch.number(), pair),
              PublicKeys.read(session, KeySpec.RSA_2048, pair.publicKey()));
        });
    Optional<Transport> before = transport;
    transport = Optional.of(offer.transport());
    before.ifPresent(this::forget);
    return offer.publicKey();
  }

  synchronized TransportedKeys export(int version, byte[] publicKey, SecretBytes officer) {
    if (PublicKeys.parseRsa(publicKey).getModulus().bitLength() < KeySpec.RSA_2048.bits()) {
      throw new HsmException(HsmFailure.CALLER, "the transport key is too short");
    }
    byte[] id =
        lanes.life((epoch, session) -> {
          destroyTransportKeys(epoch.home(session));
          return session.random(ID_BYTES);
        });
    try {
      bringTransportKey(publicKey, officer, id);
      return lanes.life((epoch, session) -> wrapDomainKeys(version, epoch.home(session), id));
    } finally {
      boolean _ = lanes.life((epoch, session) -> destroyTransportKeys(epoch.home(session)));
    }
  }

  /// With the officer's trust. Where the token has no officer, its keys cannot demand trust either,
  /// which stands in the member's warnings: then kmsuser brings the key, without.
  private void bringTransportKey(byte[] publicKey, SecretBytes officer, byte[] id) {
    try {
      Officer.perform(OfficerRequest.trustTransport(module, token, officer, publicKey, id));
    } catch (HsmException refusal) {
      if (refusal.failure() != HsmFailure.UNSUPPORTED) {
        throw refusal;
      }
      long _ =
          lanes.life((epoch, session) ->
              epoch.home(session).create(DomainTemplates.transport(publicKey, id)));
    }
  }

  synchronized void importKeys(TransportedKeys keys) {
    requireVersion(keys.version());
    boolean consumed =
        lanes.life((epoch, session) -> {
          Session home = epoch.home(session);
          DomainObjects there = DomainObjects.find(home);
          boolean known =
              there.keks().containsKey(keys.version())
                  && there.integrity().containsKey(keys.version());
          if (!known) {
            unwrapDomainKeys(epoch, home, there, keys);
          }
          return link.reload(epoch, home).domain().versions().contains(keys.version());
        });
    if (consumed) {
      transport.ifPresent(this::forget);
      transport = Optional.empty();
    }
  }

  /// From true to false is the one way that PKCS #11 lets CKA_EXTRACTABLE change. A module may keep
  /// the mark and mind it not, so the keys are tried.
  void sealDomainKeys() {
    boolean leaves =
        lanes.life((epoch, session) -> {
          Session home = epoch.home(session);
          DomainObjects there = DomainObjects.find(home);
          Attributes sealed = Attributes.NONE.flag(Ck.CKA_EXTRACTABLE, false);
          List<Long> keys = new ArrayList<>(there.keks().values());
          keys.addAll(there.integrity().values());
          for (long key : keys) {
            home.set(key, sealed);
          }
          return keys.stream().anyMatch(key -> Guards.leavesUnderAnyKey(home, key));
        });
    if (leaves) {
      throw new HsmException(
          HsmFailure.UNSUPPORTED,
          "module " + module.name() + " lets keys leave that are marked as not extractable");
    }
  }

  void discard(int version) {
    boolean _ =
        lanes.life((epoch, session) -> {
          Session home = epoch.home(session);
          DomainObjects there = DomainObjects.find(home);
          Optional.ofNullable(there.keks().get(version)).ifPresent(home::destroy);
          Optional.ofNullable(there.integrity().get(version)).ifPresent(home::destroy);
          return !link.reload(epoch, home).domain().versions().contains(version);
        });
  }

  void destroyDomainKeys() {
    boolean _ =
        lanes.life((epoch, session) -> {
          Session home = epoch.home(session);
          DomainObjects there = DomainObjects.find(home);
          there.keks().values().forEach(home::destroy);
          there.integrity().values().forEach(home::destroy);
          return link.reload(epoch, home).domain().versions().isEmpty();
        });
  }

  private void unwrapDomainKeys(
      Epoch epoch, Session home, DomainObjects there, TransportedKeys keys) {
    Transport key =
        transport
            .filter(t -> t.epoch() == epoch.number())
            .orElseThrow(() ->
                new HsmException(
                    HsmFailure.STALE_KEY, "no transport key; offer one and export again"));
    // Half a pair was never used: whichever half is here may be of another attempt.
    int version = keys.version();
    Optional.ofNullable(there.keks().get(version)).ifPresent(home::destroy);
    Optional.ofNullable(there.integrity().get(version)).ifPresent(home::destroy);
    long kek = arrive(home, key, keys.kek(), t -> t.kek(version));
    try {
      long _ = arrive(home, key, keys.integrity(), t -> t.integrity(version));
    } catch (ModuleRefusal | HsmException refusal) {
      home.destroy(kek);
      throw refusal;
    }
  }

  private interface Template {
    Attributes of(DomainTemplates templates);
  }

  private static long arrive(Session home, Transport key, byte[] wrapped, Template template) {
    try {
      return DomainTemplates.strongest(templates ->
          home.unwrap(
              Mechanism.OAEP_SHA_1, key.pair().privateKey(), wrapped, template.of(templates)));
    } catch (ModuleRefusal refusal) {
      throw KeyLanes.ciphertextRefused(home, refusal);
    }
  }

  private TransportedKeys wrapDomainKeys(int version, Session home, byte[] id) {
    List<Long> found = home.find(transportKeys().bytes(Ck.CKA_ID, id));
    if (found.size() != 1) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the transport key did not arrive");
    }
    DomainObjects there = DomainObjects.find(home);
    byte[] kek = home.wrap(Mechanism.OAEP_SHA_1, found.getFirst(), there.kek(version));
    byte[] integrity =
        home.wrap(Mechanism.OAEP_SHA_1, found.getFirst(), there.integrityKey(version));
    return new TransportedKeys(version, kek, integrity);
  }

  private static boolean destroyTransportKeys(Session home) {
    DomainObjects.each(home, transportKeys(), home::destroy);
    return true;
  }

  private static Attributes transportKeys() {
    return DomainObjects.labelled(Ck.CKO_PUBLIC_KEY, DomainTemplates.TRANSPORT);
  }

  private void forget(Transport old) {
    boolean _ =
        lanes.generation((epoch, session) -> {
          if (epoch.number() == old.epoch()) {
            session.destroy(old.pair().privateKey());
            session.destroy(old.pair().publicKey());
          }
          return true;
        });
  }

  private static Optional<byte[]> ident(Session home) {
    DomainObjects there = DomainObjects.find(home);
    return there.identPrivate().isEmpty()
        ? Optional.empty()
        : there.identPublic().map(key -> PublicKeys.read(home, KeySpec.EC_P256, key));
  }

  private static Attributes identOf(long objectClass) {
    return DomainObjects.labelled(objectClass, DomainObjects.IDENT);
  }

  private static Session.Pair generateIdent(Session home) {
    try {
      return generateIdent(home, false);
    } catch (ModuleRefusal refusal) {
      if (!DomainTemplates.refusesAttribute(refusal)) {
        throw refusal;
      }
      return generateIdent(home, true);
    }
  }

  private static Session.Pair generateIdent(Session home, boolean needsLogin) {
    return home.generatePair(
        Ck.CKM_EC_KEY_PAIR_GEN,
        DomainTemplates.identPublic(),
        DomainTemplates.identPrivate(needsLogin));
  }

  private static long generateKek(Session home, int version) {
    return DomainTemplates.strongest(
        t -> home.generate(Ck.CKM_AES_KEY_GEN, t.kek(version).number(Ck.CKA_VALUE_LEN, KEY_BYTES)));
  }

  private static long generateIntegrity(Session home, int version) {
    return DomainTemplates.strongest(t ->
        home.generate(
            Ck.CKM_GENERIC_SECRET_KEY_GEN,
            t.integrity(version).number(Ck.CKA_VALUE_LEN, KEY_BYTES)));
  }

  private static void requireVersion(int version) {
    if (version < 1) {
      throw new HsmException(HsmFailure.CALLER, "versions of domain keys begin at 1");
    }
  }
}
