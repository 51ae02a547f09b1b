package coffer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.keys.ForeignPublicKeys;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.SigningAlgorithm;
import coffer.testkit.vectors.Vector;
import coffer.testkit.vectors.Vector.Verdict;
import coffer.testkit.vectors.VectorFile;
import coffer.testkit.vectors.VectorGroup;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Wycheproof's vectors for signatures, verified as the service verifies: by a public key whose row
/// the HSM vouches for.
public interface VerificationVectorContract extends HsmFixture {
  /// Acceptable is, in the files of PKCS #1, a DigestInfo without the NULL of its parameters (flag
  /// MissingNull). It is accepted: what was signed is not in doubt.
  @ParameterizedTest
  @CsvSource({
    "EC_P256, ECDSA_SHA_256, ecdsa_secp256r1_sha256_test",
    "EC_P256K, ECDSA_SHA_256, ecdsa_secp256k1_sha256_test",
    "RSA_2048, RSA_PKCS1_SHA_256, rsa_signature_2048_sha256_test",
    "RSA_3072, RSA_PKCS1_SHA_256, rsa_signature_3072_sha256_test",
    "RSA_4096, RSA_PKCS1_SHA_256, rsa_signature_4096_sha256_test",
    "RSA_2048, RSA_PSS_SHA_256, rsa_pss_2048_sha256_mgf1_32_test",
    "RSA_2048, RSA_PSS_SHA_256, rsa_pss_misc_test",
    "RSA_3072, RSA_PSS_SHA_256, rsa_pss_3072_sha256_mgf1_32_test",
    "RSA_4096, RSA_PSS_SHA_256, rsa_pss_4096_sha256_mgf1_32_test"
  })
  default void signatureVectorsVerifyAsTheySay(
      KeySpec spec, SigningAlgorithm algorithm, String file) {
    ForeignPublicKeys keys = new ForeignPublicKeys(first());
    List<String> wrong = new ArrayList<>();
    for (VectorGroup group : VectorFile.wycheproof(file).groups()) {
      Key key = keys.of(spec, group.keyBytes());
      for (Vector vector : group.vectors()) {
        byte[] digest = PublicSide.sha256(vector.bytes("msg"));
        boolean good = vector.verdict() != Verdict.INVALID;
        if (keys.verify(key, algorithm, digest, vector.bytes("sig")) != good) {
          wrong.add(vector.toString());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
