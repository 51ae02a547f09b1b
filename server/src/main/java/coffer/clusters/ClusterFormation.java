package coffer.clusters;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmProvider;
import coffer.hsm.TokenStatus;
import coffer.hsm.TransportedKeys;
import coffer.model.ClusterId;
import coffer.model.ClusterMember;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.SecretBytes;
import coffer.store.Store;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/// Makes a serving cluster out of empty HSMs: crypto user, identity keys and certificates, KEK and
/// integrity key on every member, equal everywhere. Every step looks first what is there already,
/// so that the whole may be repeated after a kill at any point; the store learns of the cluster
/// last.
public final class ClusterFormation {
  private static final int FIRST_KEK = 1;

  private final Store store;
  private final HsmProviders providers;
  private final Clock clock;
  private final Supplier<HsmId> hsmIds;
  private final IdentCertificates certificates;

  public ClusterFormation(
      Store store,
      HsmProviders providers,
      Clock clock,
      SecureRandom random,
      Supplier<HsmId> hsmIds) {
    this.store = store;
    this.providers = providers;
    this.clock = clock;
    this.hsmIds = hsmIds;
    this.certificates = new IdentCertificates(random);
  }

  /// The first candidate becomes the master.
  ///
  /// @param pin kmsuser's, the same on every member
  public HsmCluster form(
      ClusterId id,
      String name,
      List<Candidate> candidates,
      SecretBytes pin,
      OwnerAuthority owner) {
    candidates.forEach(candidate -> prepare(candidate, pin));
    List<HsmMember> members = new ArrayList<>();
    try {
      for (Candidate candidate : candidates) {
        HsmProvider provider = providers.of(candidate.uri());
        members.add(provider.open(providers.location(candidate.uri()), pin));
      }
      refuseTwins(members);
      members.forEach(HsmMember::ensureIdent);
      spreadDomainKeys(candidates, members);
      HsmMember master = members.getFirst();
      DomainCheck check = DomainCheck.create(master);
      for (HsmMember member : members) {
        if (!check.passes(member)) {
          throw new HsmException(
              HsmFailure.CALLER,
              "HSM " + member.identity().label() + " holds other domain keys; empty it first");
        }
      }
      HsmCluster cluster = describe(id, name, candidates, members, owner);
      store.inTransaction(transaction -> {
        DomainChecks.add(transaction, id, check);
        transaction.clusters().insert(cluster);
        return true;
      });
      return cluster;
    } finally {
      members.forEach(HsmMember::close);
    }
  }

  private void prepare(Candidate candidate, SecretBytes pin) {
    HsmProvider provider = providers.of(candidate.uri());
    TokenStatus.State state = provider.status(providers.location(candidate.uri())).state();
    if (state == TokenStatus.State.ABSENT || state == TokenStatus.State.UNINITIALIZED) {
      provider.initialize(
          providers.location(candidate.uri()), candidate.label(), candidate.securityOfficerPin());
      state = TokenStatus.State.NO_CRYPTO_USER;
    }
    if (state == TokenStatus.State.NO_CRYPTO_USER) {
      provider.setCryptoUser(
          providers.location(candidate.uri()), candidate.securityOfficerPin(), pin);
    }
  }

  private static void refuseTwins(List<HsmMember> members) {
    List<String> identities =
        members.stream()
            .map(m ->
                m.identity().manufacturer()
                    + "/"
                    + m.identity().label()
                    + "/"
                    + m.identity().serial())
            .toList();
    if (identities.stream().distinct().count() != identities.size()) {
      throw new HsmException(HsmFailure.CALLER, "the same HSM is named twice");
    }
  }

  /// The keys are cloned from the first member that has them; after a kill that may be any.
  private static void spreadDomainKeys(List<Candidate> candidates, List<HsmMember> members) {
    int source = 0;
    for (int i = members.size() - 1; i >= 0; i--) {
      source = members.get(i).domainKeyVersion() > 0 ? i : source;
    }
    HsmMember from = members.get(source);
    from.ensureDomainKeys(FIRST_KEK);
    for (HsmMember member : members) {
      if (member.domainKeyVersion() == 0) {
        TransportedKeys keys =
            from.exportDomainKeys(
                FIRST_KEK, member.offerTransport(), candidates.get(source).securityOfficerPin());
        member.importDomainKeys(keys);
      }
    }
  }

  private HsmCluster describe(
      ClusterId id,
      String name,
      List<Candidate> candidates,
      List<HsmMember> members,
      OwnerAuthority owner) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    HsmMember master = members.getFirst();
    X500Name masterName = IdentCertificates.subject(id, master.identity());
    String masterCertificate =
        certificates.issue(owner.name(), owner.signer(), masterName, ident(master), true, now);
    List<ClusterMember> seats = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      HsmMember member = members.get(i);
      String certificate =
          i == 0
              ? masterCertificate
              : certificates.issue(
                  masterName,
                  new IdentSigner(master),
                  IdentCertificates.subject(id, member.identity()),
                  ident(member),
                  false,
                  now);
      seats.add(
          new ClusterMember(
              hsmIds.get(),
              candidates.get(i).uri(),
              candidates.get(i).zone(),
              member.identity().label(),
              member.identity().serial(),
              Optional.of(certificate),
              true,
              String.join("; ", member.warnings()),
              "",
              now));
    }
    return new HsmCluster(
        id,
        name,
        Optional.of(seats.getFirst().id()),
        Optional.of(Pem.request(IdentCertificates.request(id, master))),
        Optional.of(masterCertificate),
        Optional.of(Pem.write("CERTIFICATE", encoded(owner))),
        FIRST_KEK,
        false,
        true,
        true,
        now,
        seats);
  }

  private static byte[] encoded(OwnerAuthority owner) {
    try {
      return owner.certificate().getEncoded();
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException("the owner's certificate cannot be encoded", e);
    }
  }

  private static SubjectPublicKeyInfo ident(HsmMember member) {
    return SubjectPublicKeyInfo.getInstance(member.ensureIdent());
  }
}
