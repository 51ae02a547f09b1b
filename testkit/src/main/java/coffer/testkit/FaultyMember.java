package coffer.testkit;

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
import coffer.model.WrappingAlgorithm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A member that refuses, delays and hangs on command. Keeps the driver's promise all the same:
/// calls end within the deadline (RSA generation: twenty times that), because each runs on the
/// member's lane and is given up there.
public final class FaultyMember implements HsmMember {
  public static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final int RSA_DEADLINES = 20;

  private final HsmMember inner;
  private final Faults faults;
  private final Duration deadline;
  private final Lane lane = new Lane("faulty-hsm-lane");
  private final Runnable onClose;

  /// After which every key is gone, and releasing one does nothing.
  private volatile boolean closed;

  public FaultyMember(HsmMember inner, Faults faults, Duration deadline) {
    this(inner, faults, deadline, () -> {});
  }

  FaultyMember(HsmMember inner, Faults faults, Duration deadline, Runnable onClose) {
    this.inner = inner;
    this.faults = faults;
    this.deadline = deadline;
    this.onClose = onClose;
  }

  /// For a seat of a cluster: connecting is struck by faults too, as the operation `open`.
  public static Supplier<HsmMember> connecting(
      Supplier<? extends HsmMember> inner, Faults faults, Duration deadline) {
    return () -> new FaultyMember(opened(inner, faults, deadline), faults, deadline);
  }

  /// Opens on the calling thread, after the fault on a lane of its own.
  static HsmMember opened(Supplier<? extends HsmMember> inner, Faults faults, Duration deadline) {
    try (Lane opening = new Lane("faulty-hsm-open")) {
      opening.call(
          deadline,
          () -> {
            faults.strike("open");
            return true;
          });
    }
    return inner.get();
  }

  private record FaultyKey(HsmKey inner, int epoch) implements HsmKey {}

  private <R> R call(String operation, Supplier<R> work) {
    return call(operation, deadline, work);
  }

  private <R> R call(String operation, Duration max, Supplier<R> work) {
    return lane.call(
        max,
        () -> {
          faults.strike(operation);
          return work.get();
        });
  }

  private void run(String operation, Runnable work) {
    call(
        operation,
        () -> {
          work.run();
          return true;
        });
  }

  private HsmKey fresh(HsmKey key) {
    FaultyKey faulty = (FaultyKey) key;
    if (faulty.epoch() != faults.epoch()) {
      throw new HsmException(HsmFailure.STALE_KEY, "the key was forgotten on command");
    }
    return faulty.inner();
  }

  @Override
  public ProtectionLevel protectionLevel() {
    return inner.protectionLevel();
  }

  @Override
  public boolean mayBlock() {
    return true;
  }

  @Override
  public WrappedKey generate(KeySpec spec, Set<KeyUsage> usages) {
    Duration max =
        spec.family() == KeySpec.Family.RSA ? deadline.multipliedBy(RSA_DEADLINES) : deadline;
    return call("generate", max, () -> inner.generate(spec, usages));
  }

  @Override
  public Imported importKey(Incoming incoming, KeySpec spec, Set<KeyUsage> usages) {
    return call("importKey", () -> inner.importKey(incoming, spec, usages));
  }

  @Override
  public byte[] exportKey(Material material, WrappingAlgorithm algorithm, byte[] wrappingKey) {
    return call("exportKey", () -> inner.exportKey(material, algorithm, wrappingKey));
  }

  @Override
  public HsmKey unwrap(Material material) {
    int epoch = faults.epoch();
    return call("unwrap", () -> new FaultyKey(inner.unwrap(material), epoch));
  }

  @Override
  public void release(HsmKey key) {
    if (!closed) {
      run("release", () -> inner.release(((FaultyKey) key).inner()));
    }
  }

  @Override
  public Sealed encrypt(HsmKey key, CipherParameters parameters, SecretBytes plaintext) {
    return call("encrypt", () -> inner.encrypt(fresh(key), parameters, plaintext));
  }

  @Override
  public Opened decrypt(HsmKey key, CipherParameters parameters, byte[] ciphertext) {
    return call("decrypt", () -> inner.decrypt(fresh(key), parameters, ciphertext));
  }

  @Override
  public byte[] sign(HsmKey key, SigningAlgorithm algorithm, byte[] digest) {
    return call("sign", () -> inner.sign(fresh(key), algorithm, digest));
  }

  @Override
  public byte[] mac(HsmKey key, byte[] message) {
    return call("mac", () -> inner.mac(fresh(key), message));
  }

  @Override
  public SecretBytes random(int bytes) {
    return call("random", () -> inner.random(bytes));
  }

  @Override
  public byte[] integrity(int version, byte[] data) {
    return call("integrity", () -> inner.integrity(version, data));
  }

  @Override
  public void ping() {
    run("ping", inner::ping);
  }

  @Override
  public HsmIdentity identity() {
    return inner.identity();
  }

  @Override
  public Optional<byte[]> identPublicKey() {
    return call("identPublicKey", inner::identPublicKey);
  }

  @Override
  public byte[] ensureIdent() {
    return call("ensureIdent", inner::ensureIdent);
  }

  @Override
  public byte[] signAsIdent(byte[] message) {
    return call("signAsIdent", () -> inner.signAsIdent(message));
  }

  @Override
  public int domainKeyVersion() {
    return call("domainKeyVersion", inner::domainKeyVersion);
  }

  @Override
  public Set<Integer> domainKeyVersions() {
    return call("domainKeyVersions", inner::domainKeyVersions);
  }

  @Override
  public void useDomainKeys(int version) {
    run("useDomainKeys", () -> inner.useDomainKeys(version));
  }

  @Override
  public WrappedKey generate(int version, KeySpec spec, Set<KeyUsage> usages) {
    return call("generate", () -> inner.generate(version, spec, usages));
  }

  @Override
  public void discardDomainKeys(int version) {
    run("discardDomainKeys", () -> inner.discardDomainKeys(version));
  }

  @Override
  public void ensureDomainKeys(int version) {
    run("ensureDomainKeys", () -> inner.ensureDomainKeys(version));
  }

  @Override
  public byte[] offerTransport() {
    return call("offerTransport", deadline.multipliedBy(RSA_DEADLINES), inner::offerTransport);
  }

  @Override
  public TransportedKeys exportDomainKeys(
      int version, byte[] transportPublicKey, SecretBytes officerPin) {
    return call(
        "exportDomainKeys",
        deadline.multipliedBy(RSA_DEADLINES),
        () -> inner.exportDomainKeys(version, transportPublicKey, officerPin));
  }

  @Override
  public void importDomainKeys(TransportedKeys keys) {
    run("importDomainKeys", () -> inner.importDomainKeys(keys));
  }

  @Override
  public void sealDomainKeys() {
    run("sealDomainKeys", inner::sealDomainKeys);
  }

  @Override
  public void changePin(SecretBytes pin, SecretBytes fresh) {
    run("changePin", () -> inner.changePin(pin, fresh));
  }

  @Override
  public void destroyDomainKeys() {
    run("destroyDomainKeys", inner::destroyDomainKeys);
  }

  @Override
  public void install(Material material) {
    run("install", () -> inner.install(material));
  }

  @Override
  public Set<KeyVersionId> installed() {
    return call("installed", inner::installed);
  }

  @Override
  public Optional<WrappedKey> installedCopy(KeyVersionId version) {
    return call("installedCopy", () -> inner.installedCopy(version));
  }

  @Override
  public void uninstall(KeyVersionId version) {
    run("uninstall", () -> inner.uninstall(version));
  }

  @Override
  public List<String> warnings() {
    return inner.warnings();
  }

  @Override
  public List<ProbeFact> probes() {
    return inner.probes();
  }

  @Override
  public void close() {
    closed = true;
    try {
      lane.close();
    } finally {
      inner.close();
      onClose.run();
    }
  }
}
