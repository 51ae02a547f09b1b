package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.Command;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.OwnHsms;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SoftHsmTokens;
import coffer.compat.harness.Text;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// From two tokens that are nobody's to keys in them, on the command line, with the owner's CA made
/// by the script of the documentation; through a kill, too.
class OwnClusterTest {
  private static final Map<String, String> WORD = Map.of("Plaintext", "aGVsbG8=");

  @Test
  void anOwnersHsmsServe() throws Exception {
    ServerHome.WithTokens made = ServerHome.besideTokens();
    try (ServerHome home = made.home()) {
      home.start();
      OwnHsms owner = new OwnHsms(home, made.tokens());
      String first = owner.enrolled(SoftHsmTokens.LABELS.getFirst(), "zone-a");
      String second = owner.enrolled(SoftHsmTokens.LABELS.getLast(), "zone-b");
      refused(home, "no-such-token", "no token of the module matches it");
      refused(home, SoftHsmTokens.LABELS.getFirst(), "ResourceExist");
      String cluster = owner.cluster(first);
      assertThat(status(owner, cluster)).isEqualTo("INITIALIZED");
      owner.join(cluster, second);
      assertThat(status(owner, cluster)).isEqualTo("ACTIVATED");
      String instance = owner.instance(cluster);
      String key =
          home.server()
              .openApi()
              .call("CreateKey", Map.of("DKMSInstanceId", instance))
              .orFail()
              .field("KeyId");
      String blob = encrypt(home, key);
      assertThat(decrypt(home, blob)).isEqualTo(WORD.get("Plaintext"));
      assertThat(owner.des("sync-cluster", "--cluster-id", cluster))
          .doesNotContain("\"Synchronised\" : false", "\"Synchronised\":false");
      home.server().kill();
      home.start();
      assertThat(decrypt(home, blob)).isEqualTo(WORD.get("Plaintext"));
      assertThat(status(owner, cluster)).isEqualTo("ACTIVATED");
      for (String hsm : new String[] {first, second}) {
        assertThat(Text.field(owner.des("get-instance", "--instance-id", hsm), "Status"))
            .isEqualTo("ACTIVE");
      }
      home.audit().requireSound();
    }
  }

  private static void refused(ServerHome home, String label, String why) {
    Command answer =
        home.coffer(
            List.of(
                "des",
                "register-instance",
                "--uri",
                "pkcs11:token=" + label + "?module-name=softhsm",
                "--zone-id",
                "zone-c"));
    assertThat(answer.exit()).isNotZero();
    assertThat(answer.output()).contains(why);
  }

  private static String status(OwnHsms owner, String cluster) {
    return Text.field(owner.des("get-cluster", "--cluster-id", cluster), "Status");
  }

  private static String encrypt(ServerHome home, String key) throws Exception {
    return home.server()
        .openApi()
        .call("Encrypt", Map.of("KeyId", key, "Plaintext", "aGVsbG8="))
        .orFail()
        .field("CiphertextBlob");
  }

  private static String decrypt(ServerHome home, String blob) throws Exception {
    OpenApi.Answer answer =
        home.server().openApi().call("Decrypt", Map.of("CiphertextBlob", blob)).orFail();
    return answer.field("Plaintext");
  }
}
