package coffer.compat.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.compat.harness.ClusterKind;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Published vectors through the wire: their keys are imported by one official client and used by
/// others. All valid ones are accepted, all invalid ones are refused.
@ExtendWith(Clients.Shared.class)
class VectorTest {
  private static final boolean LONG = Boolean.getBoolean("coffer.long");
  private static final int SLOW_MAX = 12;
  private static final long SEED = seed();

  private final Clients clients;
  private final KeyImporter importer;

  VectorTest(Clients clients) throws Exception {
    this.clients = clients;
    this.importer = new KeyImporter(clients.home());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wycheproof/aes_gcm_test",
        "nist/gcmDecrypt128",
        "nist/gcmDecrypt192",
        "nist/gcmDecrypt256"
      })
  void gcmOpensOrIsRefused(String file) throws Exception {
    for (WireVector vector : some(file)) {
      String key = importer.key("Aliyun_AES_" + vector.text("keySize"), vector.bytes("key"));
      Answer answer =
          clients
              .of(SdkSet.JAVA)
              .call(
                  "Decrypt",
                  Fields.key(key)
                      .with("CiphertextBlob", vector.bytes("ct", "tag"))
                      .with("Iv", vector.bytes("iv"))
                      .with("Aad", vector.bytes("aad"))
                      .with("Algorithm", "AES_GCM"));
      judge(vector, answer, vector.valid());
    }
  }

  /// No call has a label, so what was sealed under one does not open.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsa_oaep_2048_sha1_mgf1sha1_test",
        "rsa_oaep_2048_sha256_mgf1sha256_test",
        "rsa_oaep_3072_sha256_mgf1sha256_test",
        "rsa_oaep_4096_sha256_mgf1sha256_test",
        "rsa_oaep_misc_test"
      })
  void oaepOpensOrIsRefused(String file) throws Exception {
    for (WireVector vector : some("wycheproof/" + file)) {
      String key = importer.key("RSA_" + vector.text("keySize"), vector.bytes("key"));
      Answer answer =
          clients
              .of(SdkSet.JAVA)
              .call(
                  "Decrypt",
                  Fields.key(key)
                      .with("CiphertextBlob", vector.bytes("ct"))
                      .with(
                          "Algorithm",
                          vector.text("sha").equals("SHA-1")
                              ? "RSAES_OAEP_SHA_1"
                              : "RSAES_OAEP_SHA_256"));
      if (vector.text("ct").isEmpty()) {
        answer.refused(400, "MissingParameter");
      } else {
        judge(vector, answer, vector.valid() && vector.text("label").isEmpty());
      }
    }
  }

  /// VerifyMac through the OpenAPI; what is valid, the Instance API's Hmac makes, too. An empty
  /// message is one that was not given, in both APIs.
  @ParameterizedTest
  @CsvSource({
    "wycheproof/hmac_sha256_test, HMAC_SHA256, HMAC_SHA_256",
    "wycheproof/hmac_sha512_test, HMAC_SHA512, HMAC_SHA_512"
  })
  void hmacVerifiesOrDoesNot(String file, String spec, String algorithm) throws Exception {
    for (WireVector vector : some(file)) {
      verify(vector, spec, algorithm);
    }
  }

  @Test
  void hmacOfNistVerifies() throws Exception {
    for (WireVector vector : some("nist/hmac")) {
      String hash = vector.text("sha").substring("SHA-".length());
      verify(vector, "HMAC_SHA" + hash, "HMAC_SHA_" + hash);
    }
  }

  private void verify(WireVector vector, String spec, String algorithm) throws Exception {
    String key = importer.key(spec, vector.bytes("key"));
    if (vector.text("msg").isEmpty()) {
      assertThatThrownBy(() -> importer.verifies(key, algorithm, new byte[0], vector.bytes("tag")))
          .hasMessageContaining("\"Message\" is needed");
      return;
    }
    assertThat(importer.verifies(key, algorithm, vector.bytes("msg"), vector.bytes("tag")))
        .as("%s", vector)
        .isEqualTo(vector.valid());
    if (vector.valid()) {
      Answer made =
          clients
              .of(SdkSet.JAVA_OLD)
              .call("Hmac", Fields.key(key).with("Message", vector.bytes("msg")));
      assertThat(made.orFail().bytes("Signature")).as("%s", vector).isEqualTo(vector.bytes("tag"));
    }
  }

  private static long seed() {
    long seed = Long.getLong("coffer.seed", System.nanoTime());
    System.out.println("SEED VectorTest " + seed);
    return seed;
  }

  private static void judge(WireVector vector, Answer answer, boolean opens) {
    if (opens) {
      assertThat(answer.ok()).as("%s: %s", vector, answer.message()).isTrue();
      assertThat(answer.bytes("Plaintext")).as("%s", vector).isEqualTo(vector.bytes("msg"));
    } else {
      assertThat(answer.ok()).as("%s opened", vector).isFalse();
      answer.refused(400, "InvalidParameter");
    }
  }

  /// Every key of a vector costs an import, so only a part is tried unless there is time, drawn by
  /// a seed: of NIST's vectors, each of which has a key of its own, one of every group; of all a
  /// few where HSMs are slow, because every driver is tried by the contract.
  private static List<WireVector> some(String file) {
    List<WireVector> all = WireVector.read(file);
    if (LONG) {
      return all;
    }
    Collections.shuffle(all, new Random(SEED));
    Set<String> seen = new HashSet<>();
    return all.stream()
        .filter(vector -> !file.startsWith("nist/gcm") || seen.add(vector.group()))
        .limit(ClusterKind.selected() == ClusterKind.SOFTWARE ? Long.MAX_VALUE : SLOW_MAX)
        .toList();
  }
}
