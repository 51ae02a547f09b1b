package coffer.compat.crash;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.ClusterKind;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.Proto;
import coffer.compat.harness.ServerHome;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every data directory that was ever made golden opens by `coffer start`, and all that was sealed
/// with it opens through the wire. Another one is made, never one replaced, by
///
/// ```
/// mvn -pl compat/crash -am test -Dsurefire.failIfNoSpecifiedTests=false \
///     -Dtest=GoldenDataTest -Dcoffer.golden=golden-N
/// ```
class GoldenDataTest {
  private Map<String, String> values = new HashMap<>();

  @BeforeAll
  static void makeTheOneThatIsAskedFor() throws Exception {
    String name = System.getProperty("coffer.golden", "");
    if (!name.isEmpty()) {
      GoldenMaker.make(Golden.named(name));
    }
  }

  static List<Golden> all() throws IOException {
    return Golden.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatWasSealedLongAgoOpensThroughTheWire(Golden golden) throws Exception {
    values = golden.values();
    try (ServerHome home = ServerHome.make(ClusterKind.SOFTWARE)) {
      golden.unpackInto(home.folder());
      home.start();
      OpenApi api = home.server().openApi();
      openApiBlobsOpen(api);
      InstanceCalls calls =
          new InstanceCalls(home.server(), ClientKeyFiles.in(home.folder().resolve("apps/golden")));
      instanceBlobsOpen(calls);
      signaturesVerify(calls);
      api.createKey("Aliyun_AES_256");
      home.server().stop();
      home.audit().requireSound();
    }
  }

  private void openApiBlobsOpen(OpenApi api) throws IOException {
    String text = Base64.getEncoder().encodeToString(GoldenMaker.PLAINTEXT);
    Map<String, String> contexts =
        Map.of(
            "openapi.blob", "",
            "openapi.context.blob", GoldenMaker.CONTEXT,
            "openapi.odd-context.blob", GoldenMaker.ODD_CONTEXT);
    for (Map.Entry<String, String> each : contexts.entrySet()) {
      Map<String, String> parameters = new HashMap<>();
      parameters.put("CiphertextBlob", text(each.getKey()));
      if (!each.getValue().isEmpty()) {
        parameters.put("EncryptionContext", each.getValue());
      }
      OpenApi.Answer opened = api.call("Decrypt", parameters).orFail();
      assertThat(opened.field("Plaintext")).as(each.getKey()).isEqualTo(text);
    }
  }

  private void instanceBlobsOpen(InstanceCalls calls) throws IOException {
    String aes = text("aes.key");
    opens(calls, "Decrypt", "gcm", decrypt("gcm", aes, "AES_GCM"));
    opens(
        calls, "Decrypt", "gcm.aad", decrypt("gcm.aad", aes, "AES_GCM").bytes(4, GoldenMaker.AAD));
    opens(calls, "Decrypt", "cbc", decrypt("cbc", aes, "AES_CBC"));
    opens(calls, "Decrypt", "ecb", decrypt("ecb", aes, "AES_ECB"));
    opens(calls, "Decrypt", "oaep", decrypt("oaep", text("rsa.key"), "RSAES_OAEP_SHA_256"));
    opens(calls, "AdvanceDecrypt", "gcm", decrypt("gcm", aes, "AES_GCM"));
    Proto advance = new Proto().bytes(1, bytes("advance.aad.blob")).bytes(4, GoldenMaker.AAD);
    opens(calls, "AdvanceDecrypt", "advance.aad", advance);
    assertThat(calls.call("Decrypt", decrypt("data-key", aes, "AES_GCM")).get(2))
        .isEqualTo(bytes("data-key.plaintext"));
  }

  private Proto decrypt(String name, String key, String algorithm) {
    return new Proto()
        .bytes(1, bytes(name + ".blob"))
        .text(2, key)
        .text(3, algorithm)
        .bytes(5, bytes(name + ".iv"));
  }

  private static void opens(InstanceCalls calls, String action, String name, Proto request)
      throws IOException {
    assertThat(calls.call(action, request).get(2)).as(name).isEqualTo(GoldenMaker.PLAINTEXT);
  }

  private void signaturesVerify(InstanceCalls calls) throws IOException {
    String[][] signatures = {
      {"pss", "rsa.key", "RSA_PSS_SHA_256"},
      {"pkcs1", "rsa.key", "RSA_PKCS1_SHA_256"},
      {"ecdsa", "ec.key", "ECDSA_SHA_256"}
    };
    for (String[] each : signatures) {
      Proto request =
          new Proto()
              .text(1, text(each[1]))
              .bytes(3, bytes(each[0] + ".signature"))
              .text(4, each[2])
              .bytes(5, GoldenMaker.PLAINTEXT);
      assertThat(Proto.text(calls.call("Verify", request), 2)).as(each[0]).isEqualTo("1");
    }
    for (String name : new String[] {"rsa", "ec"}) {
      Proto request = new Proto().text(1, text(name + ".key"));
      assertThat(calls.call("GetPublicKey", request).get(2)).isEqualTo(bytes(name + ".public"));
    }
  }

  private String text(String name) {
    return String.valueOf(values.get(name));
  }

  private byte[] bytes(String name) {
    return Golden.bytes(text(name));
  }
}
