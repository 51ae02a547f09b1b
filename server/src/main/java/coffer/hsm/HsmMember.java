package coffer.hsm;

import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.SecretBytes;
import coffer.model.WrappedKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One HSM, logged in as kmsuser, with what cluster life needs of it besides key operations. Every
/// method that makes something may be repeated after a crash: it finds what is there already.
public interface HsmMember extends Hsm {
  HsmIdentity identity();

  /// The identity key: P-256, made once, never extractable.
  ///
  /// @return its X.509 SubjectPublicKeyInfo (DER), if it exists
  Optional<byte[]> identPublicKey();

  /// Makes the identity key unless it exists.
  ///
  /// @return its X.509 SubjectPublicKeyInfo (DER)
  byte[] ensureIdent();

  /// ECDSA-SHA256 in DER over `message`, by the identity key.
  byte[] signAsIdent(byte[] message);

  /// The version of KEK and integrity key that is in use: the one that `useDomainKeys` told, or
  /// else the newest of which both are here; 0 for none.
  int domainKeyVersion();

  /// Every version of which KEK and integrity key are here.
  Set<Integer> domainKeyVersions();

  /// What wraps from now on, until this member is closed; newer versions rest unused. So a new
  /// version can be spread before anybody wraps under it.
  void useDomainKeys(int version);

  /// As `generate`, under a KEK that need not be in use: to prove it.
  WrappedKey generate(int version, KeySpec spec, Set<KeyUsage> usages);

  /// The same as the versioned one, by the key in use.
  default byte[] integrity(byte[] data) {
    return integrity(domainKeyVersion(), data);
  }

  /// Generates KEK and integrity key of `version` unless they are here. The KEK wraps and unwraps
  /// only, and is extractable until sealed, only under a trusted key where the HSM knows trust.
  void ensureDomainKeys(int version);

  /// Makes an RSA-2048 pair, private half not extractable, to receive domain keys; keeps it until
  /// `importDomainKeys` or `close`.
  ///
  /// @return its X.509 SubjectPublicKeyInfo (DER)
  byte[] offerTransport();

  /// Wraps the domain keys of a version under another member's transport key, with the security
  /// officer's trust where the HSM knows trust.
  TransportedKeys exportDomainKeys(
      int version, byte[] transportPublicKey, SecretBytes securityOfficerPin);

  /// Unwraps what another member exported, with the same attributes as there.
  void importDomainKeys(TransportedKeys keys);

  /// Destroys every domain key and every installed key here; the identity key stays. The HSM leaves
  /// its cluster by this.
  void destroyDomainKeys();

  /// Makes the domain keys unable to leave this HSM from now on, for ever; keys are used as before.
  default void sealDomainKeys() {
    throw new HsmException(HsmFailure.UNSUPPORTED, "the HSM cannot seal keys");
  }

  /// Changes kmsuser's PIN, as kmsuser, while everything goes on; later logins use the new one.
  /// Fails with CREDENTIAL when `pin` is not the PIN, and with UNSUPPORTED or CALLER when the HSM
  /// does not let its user do this.
  default void changePin(SecretBytes pin, SecretBytes fresh) {
    throw new HsmException(HsmFailure.UNSUPPORTED, "the HSM does not let its user change the PIN");
  }

  /// Makes wrapped material an object of this HSM, sensitive, not extractable, only for its usages,
  /// to be found by its version; with it rests its wrapped form. Does nothing when it is here
  /// already.
  void install(Material material);

  /// The versions that are objects of this HSM.
  Set<KeyVersionId> installed();

  /// The wrapped form of one of them, for another member to install; its public key is left out.
  Optional<WrappedKey> installedCopy(KeyVersionId version);

  /// Destroys such an object. Does nothing when it is gone already.
  void uninstall(KeyVersionId version);

  /// Destroys one version, which nothing was ever wrapped under. Does nothing when it is not here.
  void discardDomainKeys(int version);

  /// What probing found that an operator should know; never secrets.
  List<String> warnings();

  /// What was tried, and what came of it, in an order for reports. May work in the HSM for a
  /// second; leaves nothing there.
  default List<ProbeFact> probes() {
    return List.of();
  }
}
