package coffer.hsm.pkcs11;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmIdentity;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmModule;
import coffer.hsm.IdentityGuard;
import coffer.hsm.Imported;
import coffer.hsm.Incoming;
import coffer.hsm.Material;
import coffer.hsm.Opened;
import coffer.hsm.ProbeFact;
import coffer.hsm.Sealed;
import coffer.hsm.TransportedKeys;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.ProtectionLevel;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import coffer.model.WrappedKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/// A token, logged in as kmsuser. Checks what can be checked without the token, and hands the rest
/// to its lanes.
final class Pkcs11Member implements HsmMember {
  private static final int PING_BYTES = 32;

  private final TokenLink link;
  private final Lanes lanes;
  private final Token token;
  private final Traits traits;
  private final KeyLanes keys;
  private final KeyMaterial material;
  private final InstalledKeys installed;
  private final MaterialImport imports;
  private final SymmetricCiphers ciphers;
  private final RsaDecryption rsa;
  private final DomainLife domain;
  private final ProbeReport report;
  private volatile Optional<Guards> guards;

  private Pkcs11Member(
      HsmModule module,
      TokenLink link,
      Lanes lanes,
      Token token,
      Traits traits,
      ThreadScaling scaling,
      Queue<Pkcs11Key> released) {
    this.link = link;
    this.lanes = lanes;
    this.token = token;
    this.traits = traits;
    this.keys = new KeyLanes(link);
    this.material = new KeyMaterial(this, link, lanes, released);
    this.installed = new InstalledKeys(this, lanes, material);
    this.imports = new MaterialImport(lanes, material, traits);
    this.ciphers = new SymmetricCiphers(lanes, keys);
    this.rsa = new RsaDecryption(lanes, keys);
    this.domain = new DomainLife(module, token.identity(), link, lanes);
    this.report = new ProbeReport(link.module(), lanes, traits, rsa, scaling);
    this.guards = Guards.ofDomain(lanes, traits.formats());
  }

  /// Logs in, with exactly one attempt, and measures what the module does.
  static Pkcs11Member open(
      HsmModule declared,
      LoadedModule module,
      TokenName name,
      SecretBytes pin,
      IdentityGuard guard,
      Duration deadline) {
    TokenLink link = new TokenLink(module, name, pin.copy(), guard);
    Queue<Pkcs11Key> released = KeyMaterial.releasedKeys();
    Lanes lanes =
        new Lanes(
            link,
            LaneCounts.of(declared),
            deadline,
            (epoch, session) -> KeyMaterial.destroyReleased(epoch, session, released));
    try {
      Token token = lanes.life((epoch, session) -> epoch.token());
      if (link.pinUnchecked()) {
        Officer.perform(OfficerRequest.checkUserPin(declared, token.identity(), pin));
      }
      Traits traits = lanes.life((epoch, session) -> Traits.measure(declared.name(), session));
      ThreadScaling scaling =
          lanes.life((epoch, session) -> scaling(module, epoch.token().slot(), session));
      lanes.widen(LaneCounts.of(declared, scaling));
      return new Pkcs11Member(declared, link, lanes, token, traits, scaling, released);
    } catch (RuntimeException e) {
      close(link, lanes);
      throw e;
    }
  }

  private static ThreadScaling scaling(LoadedModule module, long slot, Session session) {
    return module.scaling(() -> {
      long key = session.generate(Ck.CKM_AES_KEY_GEN, KeyTemplates.probeAes());
      try {
        return ThreadScaling.measure(module, slot, key);
      } finally {
        session.destroy(key);
      }
    });
  }

  @Override
  public HsmIdentity identity() {
    return token.identity();
  }

  /// A slot that does not call itself hardware is taken at its word.
  @Override
  public ProtectionLevel protectionLevel() {
    return token.hardware() ? ProtectionLevel.HSM : ProtectionLevel.SOFTWARE;
  }

  @Override
  public boolean mayBlock() {
    return true;
  }

  @Override
  public WrappedKey generate(KeySpec spec, Set<KeyUsage> usages) {
    return material.generate(traits, 0, spec, usages);
  }

  @Override
  public WrappedKey generate(int version, KeySpec spec, Set<KeyUsage> usages) {
    return material.generate(traits, version, spec, usages);
  }

  @Override
  public Imported importKey(Incoming incoming, KeySpec spec, Set<KeyUsage> usages) {
    KeyTemplates.requireUsages(spec, usages);
    requireCaller(incoming.algorithm().suits(spec), "material of this spec is not wrapped so");
    return imports.importKey(incoming, spec);
  }

  @Override
  public HsmKey unwrap(Material wrapped) {
    return wrapped.isInternal() ? installed.find(wrapped) : material.unwrap(traits, wrapped);
  }

  @Override
  public void install(Material wrapped) {
    installed.install(traits, wrapped);
  }

  @Override
  public Set<KeyVersionId> installed() {
    return installed.list();
  }

  @Override
  public Optional<WrappedKey> installedCopy(KeyVersionId version) {
    return installed.copy(version);
  }

  @Override
  public void uninstall(KeyVersionId version) {
    installed.uninstall(version);
  }

  @Override
  public void release(HsmKey key) {
    if (key instanceof Pkcs11Key own && own.belongsTo(this)) {
      material.release(own);
    }
  }

  @Override
  public Sealed encrypt(HsmKey key, CipherParameters parameters, SecretBytes plaintext) {
    requireCaller(parameters.algorithm().isSymmetric(), "encryption by public keys is not here");
    return ciphers.encrypt(own(key, KeySpec.Family.AES), parameters, plaintext);
  }

  @Override
  public Opened decrypt(HsmKey key, CipherParameters parameters, byte[] ciphertext) {
    return parameters.algorithm().isSymmetric()
        ? ciphers.decrypt(own(key, KeySpec.Family.AES), parameters, ciphertext)
        : rsa.decrypt(rsa(key, KeyUsage.ENCRYPT_DECRYPT), parameters.algorithm(), ciphertext);
  }

  @Override
  public byte[] sign(HsmKey key, SigningAlgorithm algorithm, byte[] digest) {
    requireCaller(digest.length == SigningAlgorithm.DIGEST_BYTES, "digest is not of 32 bytes");
    return switch (algorithm) {
      case RSA_PSS_SHA_256 -> signRsa(key, Mechanism.PSS_SHA_256, digest);
      case RSA_PKCS1_SHA_256 ->
          signRsa(key, Mechanism.of(Ck.CKM_RSA_PKCS), Signatures.digestInfo(digest));
      case ECDSA_SHA_256 ->
          Signatures.ecdsaDer(
              lanes.symmetric(
                  keys.on(
                      own(key, KeySpec.Family.EC),
                      (session, handle) ->
                          session.sign(Mechanism.of(Ck.CKM_ECDSA), handle, digest))));
    };
  }

  private byte[] signRsa(HsmKey key, Mechanism mechanism, byte[] input) {
    return lanes.rsa(
        keys.on(
            rsa(key, KeyUsage.SIGN_VERIFY),
            (session, handle) -> session.sign(mechanism, handle, input)));
  }

  @Override
  public byte[] mac(HsmKey key, byte[] message) {
    Pkcs11Key own = own(key, KeySpec.Family.HMAC);
    Mechanism mechanism = hmac(own.spec());
    return lanes.symmetric(
        keys.on(own, (session, handle) -> session.sign(mechanism, handle, message)));
  }

  static Mechanism hmac(KeySpec spec) {
    return Mechanism.of(spec == KeySpec.HMAC_SHA512 ? Ck.CKM_SHA512_HMAC : Ck.CKM_SHA256_HMAC);
  }

  @Override
  public SecretBytes random(int bytes) {
    requireCaller(bytes >= 0, "length is negative");
    return lanes.symmetric(
        (epoch, session) -> SecretBytes.owning(bytes == 0 ? new byte[0] : session.random(bytes)));
  }

  @Override
  public byte[] integrity(int version, byte[] data) {
    return domain.integrity(version, data);
  }

  @Override
  public void ping() {
    byte[] _ = lanes.home((epoch, session) -> session.random(PING_BYTES));
  }

  @Override
  public Optional<byte[]> identPublicKey() {
    return domain.identPublicKey();
  }

  @Override
  public byte[] ensureIdent() {
    return domain.ensureIdent();
  }

  @Override
  public byte[] signAsIdent(byte[] message) {
    try {
      return domain.signAsIdent(MessageDigest.getInstance("SHA-256").digest(message));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public int domainKeyVersion() {
    return domain.domainKeyVersion();
  }

  @Override
  public Set<Integer> domainKeyVersions() {
    return domain.versions();
  }

  @Override
  public void useDomainKeys(int version) {
    domain.use(version);
  }

  @Override
  public void discardDomainKeys(int version) {
    domain.discard(version);
  }

  @Override
  public void ensureDomainKeys(int version) {
    domain.ensureDomainKeys(version);
    guards = Guards.ofDomain(lanes, traits.formats());
  }

  @Override
  public byte[] offerTransport() {
    return domain.offerTransport();
  }

  @Override
  public TransportedKeys exportDomainKeys(
      int version, byte[] transportPublicKey, SecretBytes securityOfficerPin) {
    return domain.export(version, transportPublicKey, securityOfficerPin);
  }

  @Override
  public void importDomainKeys(TransportedKeys transported) {
    domain.importKeys(transported);
    guards = Guards.ofDomain(lanes, traits.formats());
  }

  @Override
  public void sealDomainKeys() {
    domain.sealDomainKeys();
  }

  @Override
  public void changePin(SecretBytes pin, SecretBytes fresh) {
    boolean _ =
        lanes.life((epoch, session) -> {
          epoch.home(session).changePin(pin, fresh);
          link.usePin(fresh);
          return true;
        });
  }

  @Override
  public void destroyDomainKeys() {
    installed.uninstallAll();
    domain.destroyDomainKeys();
  }

  @Override
  public List<String> warnings() {
    List<String> all = new ArrayList<>(traits.warnings());
    guards.ifPresent(g -> all.addAll(g.warnings()));
    rsa.missing()
        .forEach(algorithm ->
            all.add("the token lacks " + algorithm + ": its padding is removed in software"));
    imports
        .inSoftware()
        .forEach(algorithm ->
            all.add(
                "the token does not unwrap by " + algorithm + ": imports are opened in software"));
    return List.copyOf(all);
  }

  @Override
  public List<ProbeFact> probes() {
    return report.facts(guards);
  }

  @Override
  public void close() {
    close(link, lanes);
  }

  private static void close(TokenLink link, Lanes lanes) {
    link.stop();
    lanes.close();
    link.close();
  }

  private Pkcs11Key own(HsmKey key, KeySpec.Family family) {
    if (key instanceof Pkcs11Key own && own.belongsTo(this)) {
      requireCaller(own.spec().family() == family, "key is of another family");
      return own;
    }
    throw new HsmException(HsmFailure.STALE_KEY, "key of another HSM");
  }

  private Pkcs11Key rsa(HsmKey key, KeyUsage usage) {
    Pkcs11Key own = own(key, KeySpec.Family.RSA);
    requireCaller(own.serves(usage), "key is not for this usage");
    return own;
  }

  private static void requireCaller(boolean fine, String otherwise) {
    if (!fine) {
      throw new HsmException(HsmFailure.CALLER, otherwise);
    }
  }
}
