package coffer.testkit.rules;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.clusters.Candidate;
import coffer.clusters.ClusterFormation;
import coffer.clusters.ClusterService;
import coffer.clusters.HsmProviders;
import coffer.clusters.OwnerAuthority;
import coffer.hsm.CipherParameters;
import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterSeat;
import coffer.hsm.HsmFailure;
import coffer.hsm.Opened;
import coffer.hsm.Sealed;
import coffer.hsm.cluster.ClusterSettings;
import coffer.hsm.software.Argon2Cost;
import coffer.hsm.software.SoftwareHsmProvider;
import coffer.instances.InstanceService;
import coffer.keys.Cryptography;
import coffer.keys.KeyDirectory;
import coffer.keys.KeyService;
import coffer.keys.NewKey;
import coffer.model.ClusterId;
import coffer.model.EncryptionAlgorithm;
import coffer.model.ErrorCode;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.InstanceStatus;
import coffer.model.Key;
import coffer.model.KeyId;
import coffer.model.KeySpec;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.KmsException;
import coffer.model.KmsInstanceId;
import coffer.model.Origin;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import coffer.store.Store;
import coffer.store.sql.SqlStore;
import coffer.testkit.Faults;
import coffer.testkit.FaultyMember;
import com.github.benmanes.caffeine.cache.Ticker;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Keys when HSMs are lost: one of two is not noticed, both are ServiceUnavailableTemporary, and
/// what was refused works again without a restart.
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KeysWithoutHsmsTest {
  private static final KmsInstanceId INSTANCE = new KmsInstanceId("kst-00000000000000000001");
  private static final Duration DEADLINE = Duration.ofMillis(400);
  private static final long WAIT_MILLIS_MAX = 60_000;
  private static final byte[] NONE = {};

  private final SecureRandom random = new SecureRandom();
  private final SecretBytes pin = secret("kmsuser-1");
  private final List<Faults> faults = List.of(new Faults(), new Faults());
  private final Store store;
  private final InstanceService instances;
  private final KeyService keys;
  private final Key aes;
  private final Key rsa;

  KeysWithoutHsmsTest(@TempDir Path directory) {
    Clock clock = Clock.systemUTC();
    store = SqlStore.open(directory.resolve("coffer.db"), clock);
    HsmProviders providers =
        new HsmProviders(
            List.of(new SoftwareHsmProvider(false, new Argon2Cost(16, 1, 1))), Map.of());
    int[] ids = {0};
    HsmCluster cluster =
        new ClusterFormation(
                store, providers, clock, random, () -> new HsmId("hsm-000000000000000" + ids[0]++))
            .form(
                new ClusterId("cluster-0123456789abcdef"),
                "cluster",
                List.of(candidate(directory, "a"), candidate(directory, "b")),
                pin,
                owner());
    instances =
        new InstanceService(
            store,
            coffer.hsm.cluster.HsmCluster.factory(
                ClusterSettings.standard(), Ticker.systemTicker(), new SplittableRandom(7)),
            clock);
    instances.create(INSTANCE, "instance");
    instances.bind(INSTANCE, cluster.id(), Optional.empty(), "");
    List<ClusterSeat> seats = new ArrayList<>();
    for (ClusterSeat seat :
        new ClusterService(store, providers, clock, random).seats(cluster, pin)) {
      seats.add(
          new ClusterSeat(
              seat.id(),
              seat.zone(),
              FaultyMember.connecting(seat.connect(), faults.get(seats.size()), DEADLINE)));
    }
    assertThat(instances.connect(INSTANCE, seats, SecretBytes.owning(new byte[0])).status())
        .isEqualTo(InstanceStatus.CONNECTED);
    keys =
        new KeyService(
            store,
            new KeyDirectory(store),
            instances::hsm,
            clock,
            () -> new KeyId("key-" + UUID.randomUUID().toString().replace("-", "").substring(12)),
            () -> new KeyVersionId(UUID.randomUUID()),
            "1234567890123456");
    aes = create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT, Optional.empty());
    rsa = create(KeySpec.RSA_2048, KeyUsage.SIGN_VERIFY, Optional.of(KeyUsage.ENCRYPT_DECRYPT));
  }

  @AfterAll
  void close() {
    faults.forEach(Faults::ok);
    instances.close();
    store.close();
    pin.close();
  }

  @BeforeEach
  void repair() {
    faults.forEach(Faults::ok);
    ClusterHsm cluster = instances.connection(INSTANCE).orElseThrow();
    await(() -> cluster.serving().size() == 2);
  }

  @Test
  void oneLostHsmFailsNoCall() {
    for (Faults lost : faults) {
      repair();
      lost.refuse(HsmFailure.UNAVAILABLE);
      Cryptography crypto = new Cryptography(instances::hsm, Clock.systemUTC());
      for (int i = 0; i < 50; i++) {
        everyUse(crypto).forEach((name, use) -> assertThat(code(use)).as(name).isEmpty());
      }
    }
  }

  @Test
  void withBothLostEveryUseIsTemporarilyUnavailableAndComesBack() {
    Cryptography fresh = new Cryptography(instances::hsm, Clock.systemUTC());
    Cryptography used = new Cryptography(instances::hsm, Clock.systemUTC());
    everyUse(used).forEach((name, use) -> assertThat(code(use)).as(name).isEmpty());
    faults.forEach(each -> each.refuse(HsmFailure.UNAVAILABLE));
    everyUse(fresh)
        .forEach(
            (name, use) -> assertThat(code(use)).as(name).contains(ErrorCode.SERVICE_UNAVAILABLE));
    everyUse(used)
        .forEach((name, use) -> {
          // Verified once, a public key needs no HSM.
          boolean publicUse = name.startsWith("public");
          assertThat(code(use).isEmpty()).as(name).isEqualTo(publicUse);
        });
    assertThat(code(() -> create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY, Optional.empty())))
        .contains(ErrorCode.SERVICE_UNAVAILABLE);
    repair();
    for (Cryptography crypto : List.of(fresh, used)) {
      everyUse(crypto).forEach((name, use) -> assertThat(code(use)).as(name).isEmpty());
    }
    create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY, Optional.empty());
  }

  @Test
  void aKeyThatCouldNotBeMadeIsNotThere() {
    long before = keys.count();
    faults.forEach(each -> each.refuse(HsmFailure.UNAVAILABLE, "integrity"));
    assertThat(code(() -> create(KeySpec.EC_P256, KeyUsage.SIGN_VERIFY, Optional.empty())))
        .contains(ErrorCode.SERVICE_UNAVAILABLE);
    assertThat(keys.count()).isEqualTo(before);
  }

  private Map<String, ThrowingCallable> everyUse(Cryptography crypto) {
    CipherParameters gcm = CipherParameters.gcm(NONE, NONE);
    CipherParameters oaep = CipherParameters.rsa(EncryptionAlgorithm.RSAES_OAEP_SHA_256);
    SigningAlgorithm pss = SigningAlgorithm.RSA_PSS_SHA_256;
    return Map.of(
        "round trip",
        () -> {
          try (SecretBytes text = secret("text")) {
            Sealed sealed = crypto.encrypt(aes, aes.primary(), gcm, text);
            Opened opened =
                crypto.decrypt(
                    aes,
                    aes.primary(),
                    CipherParameters.gcm(sealed.iv(), NONE),
                    sealed.ciphertext());
            try (SecretBytes found = opened.plaintext()) {
              assertThat(found).isEqualTo(text);
            }
          }
        },
        "sign",
        () -> crypto.sign(rsa, rsa.primary(), pss, new byte[32]),
        "random",
        () -> crypto.random(INSTANCE, 8).close(),
        "public verify",
        () -> crypto.verify(rsa, rsa.primary(), pss, new byte[32], new byte[256]),
        "public encrypt",
        () -> {
          try (SecretBytes text = secret("text")) {
            crypto.encrypt(rsa, rsa.primary(), oaep, text);
          }
        });
  }

  private Key create(KeySpec spec, KeyUsage usage, Optional<KeyUsage> second) {
    return keys.create(
        new NewKey(
            INSTANCE,
            spec,
            usage,
            second,
            Origin.ALIYUN_KMS,
            KeyStorageMechanism.HSM_ENCRYPTED_DATABASE,
            ""));
  }

  private static Optional<ErrorCode> code(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    if (thrown == null) {
      return Optional.empty();
    }
    assertThat(thrown).isInstanceOf(KmsException.class);
    return Optional.of(((KmsException) thrown).code());
  }

  private static Candidate candidate(Path directory, String label) {
    URI uri = URI.create("software:" + directory.resolve(label + ".token"));
    return new Candidate(uri, "zone-" + label, label, secret("officer-1"));
  }

  private static SecretBytes secret(String text) {
    return SecretBytes.owning(text.getBytes(US_ASCII));
  }

  private static void await(BooleanSupplier holds) {
    long deadline = System.nanoTime() + WAIT_MILLIS_MAX * 1_000_000;
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static OwnerAuthority owner() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      X500Name name = new X500Name("CN=owner");
      Instant now = Clock.systemUTC().instant();
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              name,
              BigInteger.ONE,
              Date.from(now.minusSeconds(60)),
              Date.from(now.plusSeconds(86_400)),
              name,
              SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
      return new OwnerAuthority(
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))),
          pair.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }
}
