package coffer.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.testkit.vectors.Vector.Verdict;
import coffer.testkit.vectors.VectorFile.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Which vectors are used and which are not, by name: nothing is skipped in silence. The list is
/// rewritten by `-Dgolden=write`, and read in review.
class VectorListTest {
  private static final Path LIST = Path.of("vectors/list.txt");
  private static final List<String> USED =
      List.of(
          "aes_cbc_pkcs5_test",
          "aes_gcm_test",
          "ecdsa_secp256k1_sha256_test",
          "ecdsa_secp256r1_sha256_test",
          "hmac_sha256_test",
          "hmac_sha512_test",
          "rsa_oaep_2048_sha1_mgf1sha1_test",
          "rsa_oaep_2048_sha256_mgf1sha256_test",
          "rsa_oaep_3072_sha256_mgf1sha256_test",
          "rsa_oaep_4096_sha256_mgf1sha256_test",
          "rsa_oaep_misc_test",
          "rsa_pkcs1_2048_sig_gen_test",
          "rsa_pkcs1_2048_test",
          "rsa_pkcs1_3072_sig_gen_test",
          "rsa_pkcs1_4096_sig_gen_test",
          "rsa_pss_2048_sha256_mgf1_32_test",
          "rsa_pss_3072_sha256_mgf1_32_test",
          "rsa_pss_4096_sha256_mgf1_32_test",
          "rsa_pss_misc_test",
          "rsa_signature_2048_sha256_test",
          "rsa_signature_3072_sha256_test",
          "rsa_signature_4096_sha256_test");

  @Test
  void usedAndLeftOutGroupsAreThoseOfTheList() throws IOException {
    List<String> lines = new ArrayList<>();
    USED.forEach(name -> describe(VectorFile.wycheproof(name), lines));
    for (int bits : new int[] {128, 192, 256}) {
      describe(VectorFile.nist("gcmDecrypt" + bits), lines);
    }
    describe(VectorFile.nist("hmac"), lines);
    VectorFile.lines("wycheproof/left-out").stream()
        .filter(line -> !line.startsWith("#"))
        .forEach(file -> lines.add("left out: wycheproof/" + file));
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(LIST, String.join("\n", lines) + "\n");
    }
    assertThat(lines).isEqualTo(Files.readAllLines(LIST));
  }

  /// Of every group and verdict how many there are; with what is left out, as many as the source
  /// says.
  private static void describe(VectorFile file, List<String> lines) {
    int tests = 0;
    TreeMap<String, Integer> used = new TreeMap<>();
    for (VectorGroup group : file.groups()) {
      for (Vector vector : group.vectors()) {
        used.merge(group.name() + " " + vector.verdict(), 1, Integer::sum);
        tests++;
      }
    }
    used.forEach((name, count) -> lines.add("used: " + file.name() + " " + name + " " + count));
    for (LeftOut group : file.leftOut()) {
      lines.add("left out: " + file.name() + " " + group.name() + " " + group.tests());
      tests += group.tests();
    }
    assertThat(tests).as(file.name()).isEqualTo(file.tests());
    assertThat(file.vectors().map(Vector::verdict)).contains(Verdict.VALID);
  }
}
