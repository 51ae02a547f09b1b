package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.OwnHsms;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SoftHsmTokens;
import coffer.compat.harness.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The instance that the server made at its first start moves to its owner's tokens, with its keys,
/// while it is used; the HSMs that it leaves are taken apart.
class MigrationTest {
  private static final String WORD = "aGVsbG8=";
  private static final int KEYS_OF_ONE_KIND = 40;
  private static final int CALLERS = 4;

  /// What a key encrypted, by its id.
  private final Map<String, String> blobs = new LinkedHashMap<>();

  @Test
  void anInstanceMovesFromSoftwareToTokens() throws Exception {
    ServerHome.WithTokens made = ServerHome.besideTokens();
    try (ServerHome home = made.home()) {
      OpenApi api = home.start().openApi();
      for (int i = 0; i < KEYS_OF_ONE_KIND; i++) {
        make(api, Map.of());
      }
      make(api, Map.of("KeyStorageMechanism", "HsmInternal"));
      String signer =
          api.call("CreateKey", Map.of("KeySpec", "EC_P256", "KeyUsage", "SIGN/VERIFY"))
              .orFail()
              .field("KeyId");
      String publicKey = publicKey(api, signer);
      OwnHsms owner = new OwnHsms(home, made.tokens());
      String former = home.server().hsmApi().call("ListClusters", Map.of()).field("ClusterId");
      String instance = api.call("ListKmsInstances", Map.of()).orFail().field("KmsInstanceId");
      String target = owner.cluster(owner.enrolled(SoftHsmTokens.LABELS.getFirst(), "zone-a"));
      owner.join(target, owner.enrolled(SoftHsmTokens.LABELS.getLast(), "zone-b"));

      moveUnderLoad(api, owner, instance, target);
      requireAllOpen(api);
      assertThat(publicKey(api, signer)).isEqualTo(publicKey);
      // SoftHSM is no hardware, and DescribeKey says so before and after.
      assertThat(level(api, signer)).isEqualTo("SOFTWARE");
      home.server().kill();
      api = home.start().openApi();
      requireAllOpen(api);
      make(api, Map.of("KeyStorageMechanism", "HsmInternal"));
      requireAllOpen(api);
      takeApart(owner, former);
      requireAllOpen(api);
      home.audit().requireSound();
      assertThat(home.audit().values("action")).contains("hsm:MigrateKmsInstance");
    }
  }

  private void moveUnderLoad(OpenApi api, OwnHsms owner, String instance, String target)
      throws InterruptedException {
    List<Map.Entry<String, String>> entries = new ArrayList<>(blobs.entrySet());
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    List<Throwable> failures = new ArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int first = i;
      callers.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = first; !over.get(); n++) {
                  try {
                    requireOpen(api, entries.get(n % entries.size()).getValue());
                    calls.incrementAndGet();
                  } catch (IOException | RuntimeException | Error e) {
                    synchronized (failures) {
                      failures.add(e);
                    }
                    return;
                  }
                }
              }));
    }
    int before = calls.get();
    String done = owner.migrate(instance, target);
    assertThat(Text.field(done, "Progress")).isEqualTo("100");
    int during = calls.get() - before;
    while (calls.get() < before + during + 500 && failures.isEmpty()) {
      Thread.sleep(5);
    }
    over.set(true);
    for (Thread caller : callers) {
      caller.join();
    }
    System.out.printf("MEASURED calls while the instance moved: %d, none failed%n", during);
    assertThat(failures).isEmpty();
    assertThat(during).isPositive();
  }

  private static void takeApart(OwnHsms owner, String former) {
    // The master is the first, and leaves last.
    List<String> members =
        Text.fields(owner.des("get-cluster", "--cluster-id", former), "InstanceId").reversed();
    assertThat(members).hasSize(2);
    for (String member : members) {
      owner.des("leave-cluster", "--cluster-id", former, "--instance-id", member);
    }
    owner.des("delete-cluster", "--cluster-id", former);
  }

  private void make(OpenApi api, Map<String, String> parameters) throws IOException {
    String key = api.call("CreateKey", parameters).orFail().field("KeyId");
    blobs.put(
        key,
        api.call("Encrypt", Map.of("KeyId", key, "Plaintext", WORD))
            .orFail()
            .field("CiphertextBlob"));
  }

  private void requireAllOpen(OpenApi api) throws IOException {
    for (String blob : blobs.values()) {
      requireOpen(api, blob);
    }
  }

  private static void requireOpen(OpenApi api, String blob) throws IOException {
    assertThat(api.call("Decrypt", Map.of("CiphertextBlob", blob)).orFail().field("Plaintext"))
        .isEqualTo(WORD);
  }

  private static String publicKey(OpenApi api, String key) throws IOException {
    String version = api.call("ListKeyVersions", Map.of("KeyId", key)).field("KeyVersionId");
    return api.call("GetPublicKey", Map.of("KeyId", key, "KeyVersionId", version))
        .orFail()
        .field("PublicKey");
  }

  private static String level(OpenApi api, String key) throws IOException {
    return api.call("DescribeKey", Map.of("KeyId", key)).orFail().field("ProtectionLevel");
  }
}
