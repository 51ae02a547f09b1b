package coffer.clusters;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmIdentity;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmProvider;
import coffer.hsm.Imported;
import coffer.hsm.Incoming;
import coffer.hsm.Material;
import coffer.hsm.Opened;
import coffer.hsm.Sealed;
import coffer.hsm.TokenStatus;
import coffer.hsm.TransportedKeys;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.ProtectionLevel;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import coffer.model.WrappedKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A driver around another one whose n-th call fails, either before or after it did its work, as a
/// process does that is killed there.
final class CountingProvider implements HsmProvider {
  private final HsmProvider inner;
  private final int fatal;
  private final boolean afterwards;
  private int calls;

  CountingProvider(HsmProvider inner, int fatal, boolean afterwards) {
    this.inner = inner;
    this.fatal = fatal;
    this.afterwards = afterwards;
  }

  int calls() {
    return calls;
  }

  @Override
  public String scheme() {
    return inner.scheme();
  }

  @Override
  public TokenStatus status(HsmLocation location) {
    before();
    return after(inner.status(location));
  }

  @Override
  public void initialize(HsmLocation location, String label, SecretBytes securityOfficerPin) {
    before();
    inner.initialize(location, label, securityOfficerPin);
    after();
  }

  @Override
  public void setCryptoUser(HsmLocation location, SecretBytes securityOfficerPin, SecretBytes pin) {
    before();
    inner.setCryptoUser(location, securityOfficerPin, pin);
    after();
  }

  @Override
  public HsmMember open(HsmLocation location, SecretBytes pin) {
    before();
    HsmMember opened = inner.open(location, pin);
    try {
      after();
    } catch (HsmException e) {
      opened.close();
      throw e;
    }
    return new Member(opened);
  }

  private void before() {
    calls++;
    if (calls == fatal && !afterwards) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "killed before call " + fatal);
    }
  }

  private void after() {
    if (calls == fatal && afterwards) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "killed after call " + fatal);
    }
  }

  private <R> R after(R result) {
    after();
    return result;
  }

  private final class Member implements HsmMember {
    private final HsmMember hsm;

    Member(HsmMember hsm) {
      this.hsm = hsm;
    }

    @Override
    public HsmIdentity identity() {
      return hsm.identity();
    }

    @Override
    public Optional<byte[]> identPublicKey() {
      before();
      return after(hsm.identPublicKey());
    }

    @Override
    public byte[] ensureIdent() {
      before();
      return after(hsm.ensureIdent());
    }

    @Override
    public byte[] signAsIdent(byte[] message) {
      before();
      return after(hsm.signAsIdent(message));
    }

    @Override
    public int domainKeyVersion() {
      before();
      int version = hsm.domainKeyVersion();
      after();
      return version;
    }

    @Override
    public void ensureDomainKeys(int version) {
      before();
      hsm.ensureDomainKeys(version);
      after();
    }

    @Override
    public byte[] offerTransport() {
      before();
      return after(hsm.offerTransport());
    }

    @Override
    public TransportedKeys exportDomainKeys(
        int version, byte[] transportPublicKey, SecretBytes securityOfficerPin) {
      before();
      return after(hsm.exportDomainKeys(version, transportPublicKey, securityOfficerPin));
    }

    @Override
    public Set<Integer> domainKeyVersions() {
      before();
      return after(hsm.domainKeyVersions());
    }

    @Override
    public void useDomainKeys(int version) {
      before();
      hsm.useDomainKeys(version);
      after();
    }

    @Override
    public WrappedKey generate(int version, KeySpec spec, Set<KeyUsage> usages) {
      before();
      return after(hsm.generate(version, spec, usages));
    }

    @Override
    public void discardDomainKeys(int version) {
      before();
      hsm.discardDomainKeys(version);
      after();
    }

    @Override
    public void importDomainKeys(TransportedKeys keys) {
      before();
      hsm.importDomainKeys(keys);
      after();
    }

    @Override
    public void destroyDomainKeys() {
      before();
      hsm.destroyDomainKeys();
      after();
    }

    @Override
    public void install(Material material) {
      before();
      hsm.install(material);
      after();
    }

    @Override
    public Set<KeyVersionId> installed() {
      return hsm.installed();
    }

    @Override
    public Optional<WrappedKey> installedCopy(KeyVersionId version) {
      return hsm.installedCopy(version);
    }

    @Override
    public void uninstall(KeyVersionId version) {
      before();
      hsm.uninstall(version);
      after();
    }

    @Override
    public List<String> warnings() {
      return hsm.warnings();
    }

    @Override
    public ProtectionLevel protectionLevel() {
      return hsm.protectionLevel();
    }

    @Override
    public boolean mayBlock() {
      return hsm.mayBlock();
    }

    @Override
    public WrappedKey generate(KeySpec spec, Set<KeyUsage> usages) {
      before();
      return after(hsm.generate(spec, usages));
    }

    @Override
    public Imported importKey(Incoming incoming, KeySpec spec, Set<KeyUsage> usages) {
      before();
      return after(hsm.importKey(incoming, spec, usages));
    }

    @Override
    public HsmKey unwrap(Material material) {
      before();
      return after(hsm.unwrap(material));
    }

    @Override
    public void release(HsmKey key) {
      hsm.release(key);
    }

    @Override
    public Sealed encrypt(HsmKey key, CipherParameters parameters, SecretBytes plaintext) {
      return hsm.encrypt(key, parameters, plaintext);
    }

    @Override
    public Opened decrypt(HsmKey key, CipherParameters parameters, byte[] ciphertext) {
      return hsm.decrypt(key, parameters, ciphertext);
    }

    @Override
    public byte[] sign(HsmKey key, SigningAlgorithm algorithm, byte[] digest) {
      return hsm.sign(key, algorithm, digest);
    }

    @Override
    public byte[] mac(HsmKey key, byte[] message) {
      before();
      return after(hsm.mac(key, message));
    }

    @Override
    public SecretBytes random(int bytes) {
      return hsm.random(bytes);
    }

    @Override
    public byte[] integrity(int version, byte[] data) {
      before();
      return after(hsm.integrity(version, data));
    }

    @Override
    public void ping() {
      hsm.ping();
    }

    @Override
    public void close() {
      hsm.close();
    }
  }
}
