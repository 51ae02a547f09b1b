package coffer.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.clusters.ClusterFormation;
import coffer.clusters.ClusterService;
import coffer.clusters.SoftwareTokens;
import coffer.hsm.cluster.ClusterSettings;
import coffer.hsm.cluster.HsmCluster;
import coffer.instances.InstanceService;
import coffer.model.InstanceStatus;
import coffer.model.KmsInstance;
import coffer.model.SecretBytes;
import coffer.operations.Connections;
import coffer.operations.TestClock;
import coffer.ram.RootKeys;
import coffer.seal.Passphrase;
import coffer.seal.Sealer;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStartTest {
  private static final int TRANSACTIONS_MAX = 60;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Sealer SEALER = sealer();

  private final TestClock clock = new TestClock("2026-03-01T12:00:00Z");
  private final List<String> progress = new ArrayList<>();

  @TempDir Path parent;

  private static Sealer sealer() {
    Passphrase passphrases = new Passphrase(RANDOM);
    try (SecretBytes passphrase = SecretBytes.owning(new byte[] {1, 2, 3})) {
      return passphrases.open(passphrases.createEnvelope(passphrase), passphrase).orElseThrow();
    }
  }

  @Test
  void aFirstStartThatIsKilledAtAnyWriteIsFinishedByTheNext() {
    for (boolean afterwards : new boolean[] {false, true}) {
      int fatal = 0;
      boolean got = false;
      while (!got) {
        fatal++;
        assertThat(fatal).isLessThan(TRANSACTIONS_MAX);
        got = finishedInSpiteOf(fatal, afterwards);
      }
      assertThat(fatal).as("writes that were killed").isGreaterThan(9);
    }
  }

  /// Whether the first run got through because it has fewer writes.
  private boolean finishedInSpiteOf(int fatal, boolean afterwards) {
    try (DataDirectory data = DataDirectory.open(parent.resolve("kill-" + fatal + afterwards));
        Store store = SqlStore.open(data.file("coffer.db"), clock)) {
      Throwable thrown =
          catchThrowable(
              () -> run(data, Config.DEFAULT, new FailingStore(store, fatal, afterwards)));
      if (thrown == null) {
        return true;
      }
      assertThat(thrown).isInstanceOf(FailingStore.Killed.class);
      run(data, Config.DEFAULT, store);
      serves(data, store);
      assertThat(new RootKeys(store, SEALER, clock, RANDOM, "1").isEmpty()).isFalse();
      assertThat(data.file(RootCredential.FILE)).exists();
      return false;
    }
  }

  /// What `Core` does up to the connection.
  private void run(DataDirectory data, Config config, Store store) {
    ClusterFormation formation =
        new ClusterFormation(
            store,
            SoftwareTokens.providers(data.root()),
            clock,
            RANDOM,
            new RandomNames(RANDOM)::hsm);
    try (InstanceService instances = instances(store)) {
      new FirstStart(data, config, store, SEALER, RANDOM, clock, Map.of(), progress::add)
          .run(formation, instances);
      Settings settings = new Settings(store);
      ServiceCa.open(settings, SEALER, RANDOM, clock);
      RootCredential.write(
          data, settings, new RootKeys(store, SEALER, clock, RANDOM, "1234567890123456"));
    }
  }

  private InstanceService instances(Store store) {
    return new InstanceService(
        store,
        HsmCluster.factory(
            ClusterSettings.standard(), Ticker.systemTicker(), new SplittableRandom(7)),
        clock);
  }

  private void serves(DataDirectory data, Store store) {
    ClusterService clusters =
        new ClusterService(store, SoftwareTokens.providers(data.root()), clock, RANDOM);
    try (InstanceService instances = instances(store)) {
      assertThat(clusters.count()).isEqualTo(1);
      assertThat(instances.count()).isEqualTo(1);
      new Connections(
              instances,
              clusters,
              new SealedPasswords(SEALER),
              _ -> Optional.empty(),
              () -> {
                throw new AssertionError("no instance is made");
              })
          .resume();
      KmsInstance instance = instances.defaultInstance();
      assertThat(instance.status()).isEqualTo(InstanceStatus.CONNECTED);
      assertThat(instances.connection(instance.id()).orElseThrow().serving()).hasSize(2);
      instances.hsm(instance.id()).ping();
    }
  }

  @Test
  void theRootCredentialIsWrittenOnceForItsOwnerOnly() throws IOException {
    try (DataDirectory data = DataDirectory.open(parent.resolve("d"));
        Store store = SqlStore.open(data.file("coffer.db"), clock)) {
      run(data, Config.DEFAULT, store);
      Path file = data.file(RootCredential.FILE);
      String first = Files.readString(file);
      assertThat(first)
          .matches("\\{\"AccessKeyId\":\"LTAI\\w{20}\",\"AccessKeySecret\":\"\\w{30}\"}\n");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      Files.delete(file);
      run(data, Config.DEFAULT, store);
      assertThat(file).doesNotExist();
      assertThat(store.<Long>read(view -> view.ram().accessKeys().count())).isEqualTo(1);
    }
  }

  @Test
  void aKillNeverLeavesASecondRootKey() {
    for (boolean afterwards : new boolean[] {false, true}) {
      for (int fatal = 1; fatal <= 2; fatal++) {
        try (DataDirectory data = DataDirectory.open(parent.resolve("k" + fatal + afterwards));
            Store store = SqlStore.open(data.file("coffer.db"), clock)) {
          FailingStore killer = new FailingStore(store, fatal, afterwards);
          assertThatThrownBy(() -> writeCredential(data, killer))
              .isInstanceOf(FailingStore.Killed.class);
          writeCredential(data, store);
          assertThat(store.<Long>read(view -> view.ram().accessKeys().count()))
              .as("killed at %d %s", fatal, afterwards)
              .isEqualTo(1);
          String id =
              store.read(view -> view.ram().accessKeys().page(0, 1).getFirst().id().value());
          assertThat(data.file(RootCredential.FILE)).content().contains(id);
        }
      }
    }
  }

  private void writeCredential(DataDirectory data, Store store) {
    RootCredential.write(
        data, new Settings(store), new RootKeys(store, SEALER, clock, RANDOM, "1"));
  }

  @Test
  void everySecretOfTheDirectoryIsItsOwnersAlone() throws IOException {
    try (DataDirectory data = DataDirectory.open(parent.resolve("d"));
        Store store = SqlStore.open(data.file("coffer.db"), clock)) {
      run(data, Config.DEFAULT, store);
      for (String secret :
          List.of(
              "owner-ca/ca-key.pem", "hsm/hsm-1.token", "hsm/hsm-2.token", RootCredential.FILE)) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.file(secret))))
            .as(secret)
            .isEqualTo("rw-------");
      }
      for (String folder : List.of("owner-ca", "hsm", "credentials", "")) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.file(folder))))
            .as(folder)
            .isEqualTo("rwx------");
      }
    }
  }

  @Test
  void anotherClusterIsRefusedOnceTheClusterIsMade() throws IOException {
    try (DataDirectory data = DataDirectory.open(parent.resolve("d"));
        Store store = SqlStore.open(data.file("coffer.db"), clock)) {
      Config two = configured(data, "a", "b");
      run(data, two, store);
      run(data, two, store);
      run(data, Config.DEFAULT, store);
      assertThatThrownBy(() -> run(data, configured(data, "a", "c"), store))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("names another cluster");
      assertThatThrownBy(() -> run(data, configured(data, "a"), store))
          .isInstanceOf(ConfigException.class);
      serves(data, store);
    }
  }

  @Test
  void aConfiguredClusterIsRefusedWhereTheServerMadeItsOwn() throws IOException {
    try (DataDirectory data = DataDirectory.open(parent.resolve("d"));
        Store store = SqlStore.open(data.file("coffer.db"), clock)) {
      run(data, Config.DEFAULT, store);
      assertThatThrownBy(() -> run(data, configured(data, "a", "b"), store))
          .isInstanceOf(ConfigException.class);
    }
  }

  @Test
  void aClusterThatCouldNotBeMadeMayBeCorrected() throws IOException {
    try (DataDirectory data = DataDirectory.open(parent.resolve("d"));
        Store store = SqlStore.open(data.file("coffer.db"), clock)) {
      Config right = configured(data, "a", "b");
      for (String wrong :
          List.of("softwar:/x", "/x", "software:../relative", "software:/no/such/x")) {
        Config.Member member =
            new Config.Member(
                URI.create(wrong),
                "zone-c",
                right.cluster().getFirst().pinSource(),
                right.cluster().getFirst().soPinSource());
        assertThatThrownBy(() -> run(data, with(List.of(member)), store))
            .as(wrong)
            .isInstanceOf(ConfigException.class);
      }
      run(data, right, store);
      serves(data, store);
    }
  }

  @Test
  void membersWithDifferentPinsAreRefused() throws IOException {
    try (DataDirectory data = DataDirectory.open(parent.resolve("d"));
        Store store = SqlStore.open(data.file("coffer.db"), clock)) {
      Config right = configured(data, "a", "b");
      Path other = Files.writeString(data.file("other-pin"), "kmsuser-2\n");
      Config.Member second = right.cluster().getLast();
      Config wrong =
          with(
              List.of(
                  right.cluster().getFirst(),
                  new Config.Member(
                      second.uri(),
                      second.zone(),
                      new PinSource.InFile(other),
                      second.soPinSource())));
      assertThatThrownBy(() -> run(data, wrong, store))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("same PIN");
    }
  }

  @Test
  void aPinMayStandInTheEnvironment() {
    PinSource source = PinSource.parse("env:KMSUSER_PIN");
    try (SecretBytes pin = source.read(Map.of("KMSUSER_PIN", "kmsuser-1"));
        SecretBytes expected = SecretBytes.copyOf("kmsuser-1".getBytes(StandardCharsets.UTF_8))) {
      assertThat(pin).isEqualTo(expected);
    }
    assertThatThrownBy(() -> source.read(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("KMSUSER_PIN");
  }

  private static Config configured(DataDirectory data, String... labels) throws IOException {
    Path pin = Files.writeString(data.file("pin"), "kmsuser-1\n");
    Path officer = Files.writeString(data.file("so-pin"), "officer-1\n");
    List<Config.Member> members = new ArrayList<>();
    for (String label : labels) {
      URI uri = URI.create("software:" + data.file(label + ".token"));
      members.add(
          new Config.Member(
              uri, "zone-" + label, new PinSource.InFile(pin), new PinSource.InFile(officer)));
    }
    return with(members);
  }

  private static Config with(List<Config.Member> cluster) {
    Config defaults = Config.DEFAULT;
    return new Config(
        defaults.mode(),
        defaults.hosts(),
        0,
        0,
        Optional.empty(),
        defaults.region(),
        defaults.passphraseFile(),
        defaults.modules(),
        cluster,
        false,
        defaults.rsaPool(),
        defaults.trustedProxies(),
        Optional.empty(),
        Optional.empty(),
        defaults.fairUse());
  }
}
