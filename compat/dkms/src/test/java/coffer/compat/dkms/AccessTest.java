package coffer.compat.dkms;

import static coffer.compat.dkms.Application.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClusterKind;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import com.aliyun.tea.TeaException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class AccessTest {
  private static final byte[] MESSAGE = utf8("hello");

  private final ServerHome home;

  AccessTest(ServerHome home) {
    this.home = home;
  }

  @Test
  void theClusterIsTheOneThatThisRunIsAbout() throws Exception {
    String key = home.server().openApi().createKey("Aliyun_AES_256");
    String guard =
        home.server()
            .openApi()
            .call("DescribeKey", Map.of("KeyId", key))
            .orFail()
            .field("ProtectionLevel");
    assertThat(guard).as("no kind is hardware, and DescribeKey says so").isEqualTo("SOFTWARE");
    String scheme =
        switch (ClusterKind.selected()) {
          case SOFTWARE -> "software:";
          case SOFTHSM, NSS -> "pkcs11:";
        };
    assertThat(home.coffer(List.of("des", "list-instances", "--output", "json")).output())
        .contains("\"" + scheme);
  }

  @Test
  void aClientKeyReachesOnlyTheKeysOfItsPolicy() throws Exception {
    String mine = home.server().openApi().createKey("Aliyun_AES_256");
    String other = home.server().openApi().createKey("Aliyun_AES_256");
    Application application =
        Application.connect(home, "compat-one-key", "--resources", "Key/" + mine);
    assertThat(application.encrypt(mine, MESSAGE).getKeyId()).isEqualTo(mine);
    Refusal.expect(403, "Forbidden.NoPermission", () -> application.encrypt(other, MESSAGE));
  }

  @Test
  void aClientKeyWorksOnlyFromItsNetworks() throws Exception {
    String key = home.server().openApi().createKey("Aliyun_AES_256");
    Application inside = Application.connect(home, "compat-inside", "--network", "127.0.0.0/8");
    assertThat(inside.encrypt(key, MESSAGE).getKeyId()).isEqualTo(key);
    Application outside = Application.connect(home, "compat-outside", "--network", "192.0.2.0/24");
    Refusal.expect(403, "Forbidden.NoPermission", () -> outside.encrypt(key, MESSAGE));
  }

  @Test
  void aDeletedClientKeyIsRefusedAtOnceOnItsOpenConnection() throws Exception {
    String key = home.server().openApi().createKey("Aliyun_AES_256");
    Application application = Application.connect(home, "compat-deleted");
    application.encrypt(key, MESSAGE);
    home.server()
        .openApi()
        .call("DeleteClientKey", Map.of("ClientKeyId", application.files().id()))
        .orFail();
    assertUnknown(application, key);
  }

  @Test
  void theCommandLineDeletesAClientKeyToo() throws Exception {
    String key = home.server().openApi().createKey("Aliyun_AES_256");
    Application application = Application.connect(home, "compat-cli-deleted");
    application.encrypt(key, MESSAGE);
    home.coffer(List.of("client-key", "delete", application.files().id()))
        .orFail("coffer client-key delete");
    assertUnknown(application, key);
  }

  private static void assertUnknown(Application application, String key) {
    Assertions.assertThatThrownBy(() -> application.encrypt(key, MESSAGE))
        .isInstanceOfSatisfying(
            TeaException.class, refusal -> assertThat(refusal.getCode()).isEqualTo("Unauthorized"));
  }
}
