package coffer.hsm.software;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmIdentity;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Imported;
import coffer.hsm.Incoming;
import coffer.hsm.Material;
import coffer.hsm.Opened;
import coffer.hsm.Sealed;
import coffer.hsm.TransportedKeys;
import coffer.hsm.software.TokenContent.Ident;
import coffer.model.KeySpec;
import coffer.model.KeySpec.Family;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.ProtectionLevel;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import coffer.model.WrappingAlgorithm;
import java.security.Key;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// A token in memory. Never waits for anything but the processor, and for the disk where keys of
/// the token itself are made.
final class SoftwareMember implements HsmMember {
  private static final int RANDOM_BYTES_MAX = 1024 * 1024;
  private static final byte[] NONE = {};

  private final HsmIdentity identity;
  private final TokenKeys keys;
  private final Engines engines;
  private final MaterialForge forge;
  private final List<String> warnings;

  SoftwareMember(TokenVault vault, Engines engines, List<String> warnings) {
    this.identity = vault.token().identity();
    this.keys = new TokenKeys(vault, engines);
    this.engines = engines;
    this.forge = new MaterialForge(engines);
    this.warnings = List.copyOf(warnings);
  }

  @Override
  public ProtectionLevel protectionLevel() {
    return ProtectionLevel.SOFTWARE;
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  @Override
  public WrappedKey generate(KeySpec spec, Set<KeyUsage> usages) {
    return generate(keys.version(), spec, usages);
  }

  @Override
  public WrappedKey generate(int version, KeySpec spec, Set<KeyUsage> usages) {
    checkUsages(spec, usages);
    return wrapped(version, forge.forge(spec));
  }

  private WrappedKey wrapped(int version, MaterialForge.Forged forged) {
    SecretKey kek = keys.ofVersion(version).kek();
    try {
      byte[] wrapped = engines.keyWrap().wrap(kek, forged.plain());
      return new WrappedKey(version, WrapFormat.AES_KWP, wrapped, forged.publicKey());
    } finally {
      Arrays.fill(forged.plain(), (byte) 0);
    }
  }

  @Override
  public HsmKey unwrap(Material material) {
    byte[] plain = plain(material);
    try {
      return new SoftwareKey(this, material.spec(), material.usages(), read(material, plain));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private Key read(Material material, byte[] plain) {
    return forge
        .read(material.spec(), plain)
        .orElseThrow(() -> bad("the material is not of its key spec"));
  }

  /// The caller wipes it.
  private byte[] plain(Material material) {
    checkUsages(material.spec(), material.usages());
    WrappedKey wrapped =
        material.isInternal()
            ? installedCopy(material.version())
                .orElseThrow(() -> new HsmException(HsmFailure.ABSENT, "the key is not here"))
            : material.wrapped();
    SecretKey kek = keys.kek(wrapped.kekVersion());
    if (wrapped.format() != WrapFormat.AES_KWP) {
      throw new HsmException(HsmFailure.UNSUPPORTED, "only AES-KWP is unwrapped here");
    }
    return engines
        .keyWrap()
        .unwrap(kek, wrapped.wrapped())
        .orElseThrow(() -> bad("the material does not unwrap"));
  }

  @Override
  public byte[] exportKey(Material material, WrappingAlgorithm algorithm, byte[] wrappingKey) {
    if (keys.content().sealed()) {
      throw new HsmException(HsmFailure.UNSUPPORTED, "the token is sealed: keys do not leave it");
    }
    byte[] plain = plain(material);
    try {
      Key _ = read(material, plain);
      return new MaterialExport(engines).wrap(plain, material.spec(), algorithm, wrappingKey);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  @Override
  public void install(Material material) {
    // Nothing rests here that could not be used.
    release(unwrap(material));
    WrappedKey wrapped = material.wrapped();
    keys.install(
        material.version(),
        new WrappedKey(wrapped.kekVersion(), wrapped.format(), wrapped.wrapped(), NONE));
  }

  @Override
  public Set<KeyVersionId> installed() {
    return keys.content().installed().keySet();
  }

  @Override
  public Optional<WrappedKey> installedCopy(KeyVersionId version) {
    return Optional.ofNullable(keys.content().installed().get(version));
  }

  @Override
  public void uninstall(KeyVersionId version) {
    keys.uninstall(version);
  }

  @Override
  public Imported importKey(Incoming incoming, KeySpec spec, Set<KeyUsage> usages) {
    checkUsages(spec, usages);
    if (!incoming.algorithm().suits(spec)) {
      throw new HsmException(HsmFailure.CALLER, "material of this spec is not wrapped so");
    }
    int version = keys.version();
    RSAPrivateCrtKey wrappingKey =
        mine(unwrap(incoming.wrappingKey()))
            .use(Family.RSA, RSAPrivateCrtKey.class, KeyUsage.ENCRYPT_DECRYPT);
    MaterialForge.Forged opened =
        new MaterialImport(engines)
            .open(wrappingKey, incoming, spec)
            .orElseThrow(() -> bad("what came does not open"));
    return new Imported(wrapped(version, opened), false);
  }

  private static void checkUsages(KeySpec spec, Set<KeyUsage> usages) {
    if (usages.isEmpty() || !spec.usages().containsAll(usages)) {
      throw new HsmException(HsmFailure.CALLER, "the key spec does not have these usages");
    }
  }

  @Override
  public void release(HsmKey key) {
    if (key instanceof SoftwareKey mine && mine.belongsTo(this)) {
      mine.release();
    }
  }

  @Override
  public Sealed encrypt(HsmKey key, CipherParameters parameters, SecretBytes plaintext) {
    SecretKey aes = mine(key).use(Family.AES, SecretKey.class, KeyUsage.ENCRYPT_DECRYPT);
    return plaintext.use(bytes -> engines.aes().encrypt(aes, parameters, bytes));
  }

  @Override
  public Opened decrypt(HsmKey key, CipherParameters parameters, byte[] ciphertext) {
    SoftwareKey mine = mine(key);
    Optional<byte[]> plaintext =
        parameters.algorithm().isSymmetric()
            ? engines
                .aes()
                .decrypt(
                    mine.use(Family.AES, SecretKey.class, KeyUsage.ENCRYPT_DECRYPT),
                    parameters,
                    ciphertext)
            : engines
                .rsa()
                .decrypt(
                    mine.use(Family.RSA, RSAPrivateCrtKey.class, KeyUsage.ENCRYPT_DECRYPT),
                    parameters.algorithm(),
                    ciphertext);
    byte[] opened = plaintext.orElseThrow(() -> bad("the ciphertext does not open"));
    return new Opened(SecretBytes.owning(opened), false);
  }

  @Override
  public byte[] sign(HsmKey key, SigningAlgorithm algorithm, byte[] digest) {
    SoftwareKey mine = mine(key);
    if (digest.length != SigningAlgorithm.DIGEST_BYTES) {
      throw new HsmException(HsmFailure.CALLER, "a SHA-256 digest has 32 bytes");
    }
    return switch (algorithm) {
      case RSA_PKCS1_SHA_256, RSA_PSS_SHA_256 ->
          engines
              .rsa()
              .sign(
                  mine.use(Family.RSA, RSAPrivateCrtKey.class, KeyUsage.SIGN_VERIFY),
                  algorithm,
                  digest);
      case ECDSA_SHA_256 ->
          forge
              .curve(mine.spec())
              .sign(mine.use(Family.EC, ECPrivateKey.class, KeyUsage.SIGN_VERIFY), digest);
    };
  }

  @Override
  public byte[] mac(HsmKey key, byte[] message) {
    SoftwareKey mine = mine(key);
    SecretKey secret = mine.use(Family.HMAC, SecretKey.class);
    MacEngine engine =
        mine.spec() == KeySpec.HMAC_SHA512 ? engines.hmacSha512() : engines.hmacSha256();
    return engine.mac(secret, message);
  }

  @Override
  public SecretBytes random(int bytes) {
    keys.content();
    if (bytes < 0 || bytes > RANDOM_BYTES_MAX) {
      throw new HsmException(HsmFailure.CALLER, "that many random bytes are not made at once");
    }
    return SecretBytes.owning(engines.randomBytes(bytes));
  }

  @Override
  public byte[] integrity(int version, byte[] data) {
    return engines.hmacSha256().mac(keys.integrity(version), data);
  }

  /// Seals and opens something under a key of the moment.
  @Override
  public void ping() {
    keys.content();
    SecretKey key = new SecretKeySpec(engines.randomBytes(32), "AES");
    byte[] plaintext = engines.randomBytes(16);
    Sealed sealed = engines.aes().encrypt(key, CipherParameters.gcm(NONE, NONE), plaintext);
    Optional<byte[]> opened =
        engines.aes().decrypt(key, CipherParameters.gcm(sealed.iv(), NONE), sealed.ciphertext());
    if (opened.isEmpty() || !MessageDigest.isEqual(opened.get(), plaintext)) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "AES-GCM gave a wrong answer");
    }
  }

  @Override
  public HsmIdentity identity() {
    return identity;
  }

  @Override
  public Optional<byte[]> identPublicKey() {
    return keys.content().ident().map(Ident::publicKey).map(byte[]::clone);
  }

  @Override
  public byte[] ensureIdent() {
    return keys.ensureIdent();
  }

  @Override
  public byte[] signAsIdent(byte[] message) {
    return keys.signAsIdent(message);
  }

  @Override
  public int domainKeyVersion() {
    return keys.version();
  }

  @Override
  public Set<Integer> domainKeyVersions() {
    return keys.content().domainKeys().keySet();
  }

  @Override
  public void useDomainKeys(int version) {
    keys.use(version);
  }

  @Override
  public void ensureDomainKeys(int version) {
    keys.ensureDomainKeys(version);
  }

  @Override
  public byte[] offerTransport() {
    return keys.offerTransport();
  }

  @Override
  public TransportedKeys exportDomainKeys(
      int version, byte[] transportPublicKey, SecretBytes securityOfficerPin) {
    return keys.exportDomainKeys(version, transportPublicKey, securityOfficerPin);
  }

  @Override
  public void importDomainKeys(TransportedKeys transported) {
    keys.importDomainKeys(transported);
  }

  @Override
  public void sealDomainKeys() {
    keys.sealDomainKeys();
  }

  @Override
  public void changePin(SecretBytes pin, SecretBytes fresh) {
    keys.changePin(pin, fresh);
  }

  @Override
  public void destroyDomainKeys() {
    keys.destroyDomainKeys();
  }

  @Override
  public void discardDomainKeys(int version) {
    keys.discardDomainKeys(version);
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public void close() {
    keys.close();
  }

  private SoftwareKey mine(HsmKey key) {
    keys.content();
    if (key instanceof SoftwareKey mine && mine.belongsTo(this)) {
      return mine;
    }
    throw new HsmException(HsmFailure.STALE_KEY, "the key is not of this HSM");
  }

  private static HsmException bad(String message) {
    return new HsmException(HsmFailure.BAD_CIPHERTEXT, message);
  }
}
