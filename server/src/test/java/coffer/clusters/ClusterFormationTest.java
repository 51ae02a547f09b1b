package coffer.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.hsm.HsmException;
import coffer.hsm.HsmMember;
import coffer.model.ClusterMember;
import coffer.model.ClusterStatus;
import coffer.model.HsmCluster;
import coffer.model.SecretBytes;
import coffer.operations.TestClock;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFormationTest {
  private static final int CALLS_MAX = 200;

  private final TestClock clock = new TestClock("2026-03-01T12:00:00Z");
  private final OwnerAuthority owner = SoftwareTokens.owner(clock.instant());

  @TempDir Path directory;
  private Store store;

  @BeforeEach
  void open() {
    store = SqlStore.open(directory.resolve("coffer.db"), clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void certificatesChainFromTheOwnerOverTheMasterToTheMembers() throws GeneralSecurityException {
    SoftwareTokens tokens = new SoftwareTokens(directory);
    HsmCluster cluster = tokens.form(store, clock, owner);
    HsmCluster kept = store.read(view -> view.clusters().find(cluster.id())).orElseThrow();
    assertThat(kept).usingRecursiveComparison().isEqualTo(cluster);
    assertThat(status(store, cluster)).isEqualTo(ClusterStatus.ACTIVATED);
    assertThat(cluster.zones()).isEqualTo(2);
    assertThat(cluster.kekVersion()).isEqualTo(1);
    ClusterMember first = cluster.members().getFirst();
    ClusterMember second = cluster.members().getLast();
    assertThat(cluster.master()).contains(first.id());
    assertThat(cluster.clusterCertificate()).isEqualTo(first.identCertificate());
    X509Certificate master = certificate(first);
    master.verify(owner.certificate().getPublicKey());
    assertThat(master.getIssuerX500Principal())
        .isEqualTo(owner.certificate().getSubjectX500Principal());
    assertThat(master.getBasicConstraints()).as("a CA with path length 0").isZero();
    X509Certificate member = certificate(second);
    member.verify(master.getPublicKey());
    assertThat(member.getIssuerX500Principal()).isEqualTo(master.getSubjectX500Principal());
    assertThat(member.getBasicConstraints()).as("no CA").isEqualTo(-1);
    for (ClusterMember each : cluster.members()) {
      assertThat(certificate(each).getSubjectX500Principal().getName())
          .isEqualTo("CN=" + cluster.id() + "/" + each.serial());
      assertThat(certificate(each).getExtendedKeyUsage())
          .containsExactly(IdentCertificates.HSM_MEMBER.getId());
      assertThat(each.holdsDomainKeys()).isTrue();
      try (HsmMember hsm = tokens.open(each.label())) {
        assertThat(hsm.identity().serial()).isEqualTo(each.serial());
        assertThat(hsm.identPublicKey().orElseThrow())
            .isEqualTo(certificate(each).getPublicKey().getEncoded());
      }
    }
    sameDomainKeys(tokens);
  }

  private static X509Certificate certificate(ClusterMember member) {
    return Pem.parseCertificate(member.identCertificate().orElseThrow(), "Certificate");
  }

  private static void sameDomainKeys(SoftwareTokens tokens) {
    try (HsmMember one = tokens.open("one");
        HsmMember two = tokens.open("two")) {
      assertThat(one.domainKeyVersion()).isEqualTo(1);
      assertThat(two.domainKeyVersion()).isEqualTo(1);
      assertThat(two.integrity(new byte[3])).isEqualTo(one.integrity(new byte[3]));
      assertThat(DomainCheck.create(one).passes(two)).isTrue();
      assertThat(DomainCheck.create(two).passes(one)).isTrue();
    }
  }

  @Test
  void formingIsFinishedAfterAKillAtEveryCall() throws IOException {
    for (boolean afterwards : new boolean[] {false, true}) {
      int fatal = 0;
      boolean formed = false;
      while (!formed) {
        fatal++;
        assertThat(fatal).isLessThan(CALLS_MAX);
        formed = formedInSpiteOf(fatal, afterwards);
      }
      assertThat(fatal).as("calls that were killed").isGreaterThan(25);
    }
  }

  /// Whether the first run got through because it has fewer calls.
  private boolean formedInSpiteOf(int fatal, boolean afterwards) throws IOException {
    Path folder = Files.createDirectory(directory.resolve("kill-" + fatal + afterwards));
    SoftwareTokens tokens = new SoftwareTokens(folder);
    CountingProvider killer = new CountingProvider(SoftwareTokens.PROVIDER, fatal, afterwards);
    HsmProviders providers = new HsmProviders(List.of(killer), Map.of());
    try (Store fresh = SqlStore.open(folder.resolve("coffer.db"), clock);
        SecretBytes pin = SoftwareTokens.pin()) {
      Throwable thrown =
          catchThrowable(() ->
              tokens
                  .formation(fresh, providers, clock)
                  .form(SoftwareTokens.CLUSTER, "c", tokens.candidates("one", "two"), pin, owner));
      if (thrown == null) {
        assertThat(killer.calls()).isLessThan(fatal);
        return true;
      }
      assertThat(thrown).isInstanceOf(HsmException.class).hasMessageContaining("killed");
      assertThat(fresh.<Long>read(view -> view.clusters().count())).isZero();
      HsmCluster cluster = tokens.form(fresh, clock, owner);
      assertThat(status(fresh, cluster)).isEqualTo(ClusterStatus.ACTIVATED);
      sameDomainKeys(tokens);
      return false;
    }
  }

  @Test
  void theSameHsmTwiceIsRefused() {
    SoftwareTokens tokens = new SoftwareTokens(directory);
    try (SecretBytes pin = SoftwareTokens.pin()) {
      Throwable thrown =
          catchThrowable(() ->
              tokens
                  .formation(store, SoftwareTokens.providers(), clock)
                  .form(SoftwareTokens.CLUSTER, "c", tokens.candidates("one", "one"), pin, owner));
      assertThat(thrown).isInstanceOf(HsmException.class).hasMessageContaining("named twice");
      URI detour = URI.create("software:" + directory.toAbsolutePath() + "/./one.token");
      List<Candidate> twins =
          List.of(
              tokens.candidates("one").getFirst(),
              new Candidate(detour, "zone-b", "one", SoftwareTokens.officerPin()));
      Throwable again =
          catchThrowable(() ->
              tokens
                  .formation(store, SoftwareTokens.providers(), clock)
                  .form(SoftwareTokens.CLUSTER, "c", twins, pin, owner));
      assertThat(again).isInstanceOf(HsmException.class).hasMessageContaining("named twice");
      assertThat(store.<Long>read(view -> view.clusters().count())).isZero();
    }
  }

  @Test
  void anHsmWithOtherDomainKeysIsRefused() {
    SoftwareTokens tokens = new SoftwareTokens(directory);
    try (SecretBytes pin = SoftwareTokens.pin()) {
      for (String label : List.of("one", "two")) {
        SecretBytes officer = SoftwareTokens.officerPin();
        coffer.hsm.HsmLocation location = new coffer.hsm.HsmLocation(tokens.uri(label), Map.of());
        SoftwareTokens.PROVIDER.initialize(location, label, officer);
        SoftwareTokens.PROVIDER.setCryptoUser(location, officer, pin);
        try (HsmMember hsm = tokens.open(label)) {
          hsm.ensureDomainKeys(1);
        }
      }
      Throwable thrown = catchThrowable(() -> tokens.form(store, clock, owner));
      assertThat(thrown)
          .isInstanceOf(HsmException.class)
          .hasMessageContaining("holds other domain keys");
      assertThat(store.<Long>read(view -> view.clusters().count())).isZero();
    }
  }

  private ClusterStatus status(Store kept, HsmCluster cluster) {
    return new ClusterService(kept, SoftwareTokens.providers(), clock, new SecureRandom())
        .status(cluster);
  }
}
