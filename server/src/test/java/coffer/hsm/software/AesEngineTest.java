package coffer.hsm.software;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.model.EncryptionAlgorithm;
import coffer.model.PaddingMode;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// SP 800-38A, appendix F.1 and F.2.
class AesEngineTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String PLAINTEXT =
      "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
          + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";
  private static final String K128 = "2b7e151628aed2a6abf7158809cf4f3c";
  private static final String K192 = "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b";
  private static final String K256 =
      "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4";
  private static final String IV = "000102030405060708090a0b0c0d0e0f";

  @ParameterizedTest
  @CsvSource({
    "AES_ECB,"
        + K128
        + ",3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf"
        + "43b1cd7f598ece23881b00e3ed0306887b0c785e27e8ad3f8223207104725dd4",
    "AES_ECB,"
        + K192
        + ",bd334f1d6e45f25ff712a214571fa5cc974104846d0ad3ad7734ecb3ecee4eef"
        + "ef7afd2270e2e60adce0ba2face6444e9a4b41ba738d6c72fb16691603c18e0e",
    "AES_ECB,"
        + K256
        + ",f3eed1bdb5d2a03c064b5a7e3db181f8591ccb10d410ed26dc5ba74a31362870"
        + "b6ed21b99ca6f4f9f153e7b1beafed1d23304b7a39f9f3ff067d8d8f9e24ecc7",
    "AES_CBC,"
        + K128
        + ",7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"
        + "73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7",
    "AES_CBC,"
        + K192
        + ",4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a"
        + "571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd",
    "AES_CBC,"
        + K256
        + ",f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"
        + "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b"
  })
  void blockModesGiveTheAnswersOfTheStandard(
      EncryptionAlgorithm mode, String key, String ciphertext) {
    SecretKey aes = new SecretKeySpec(HEX.parseHex(key), "AES");
    byte[] iv = mode == EncryptionAlgorithm.AES_CBC ? HEX.parseHex(IV) : new byte[0];
    CipherParameters how = new CipherParameters(mode, PaddingMode.NO_PADDING, iv, new byte[0]);
    AesEngine engine = new AesEngine();
    byte[] sealed = engine.encrypt(aes, how, HEX.parseHex(PLAINTEXT)).ciphertext();
    assertThat(HEX.formatHex(sealed)).isEqualTo(ciphertext);
    assertThat(engine.decrypt(aes, how, sealed).map(HEX::formatHex)).contains(PLAINTEXT);
  }
}
