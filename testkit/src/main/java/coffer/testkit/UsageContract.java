package coffer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.PaddingMode;
import coffer.model.SigningAlgorithm;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A key does what it was made for, and nothing else.
public interface UsageContract extends HsmFixture {
  @Test
  default void rsaKeyForSigningDoesNotDecrypt() {
    var material = material(first(), KeySpec.RSA_2048, Set.of(KeyUsage.SIGN_VERIFY));
    HsmKey key = unwrap(first(), material);
    for (EncryptionAlgorithm oaep :
        new EncryptionAlgorithm[] {
          EncryptionAlgorithm.RSAES_OAEP_SHA_256, EncryptionAlgorithm.RSAES_OAEP_SHA_1
        }) {
      byte[] sealed = PublicSide.encrypt(oaep, material.wrapped().publicKey(), new byte[] {1});
      refuses(HsmFailure.CALLER, () -> decrypt(first(), key, CipherParameters.rsa(oaep), sealed));
    }
    assertThat(first().sign(key, SigningAlgorithm.RSA_PSS_SHA_256, new byte[32])).hasSize(256);
  }

  @Test
  default void rsaKeyForDecryptionDoesNotSign() {
    var material = material(first(), KeySpec.RSA_2048, Set.of(KeyUsage.ENCRYPT_DECRYPT));
    HsmKey key = unwrap(first(), material);
    for (SigningAlgorithm algorithm :
        new SigningAlgorithm[] {
          SigningAlgorithm.RSA_PSS_SHA_256, SigningAlgorithm.RSA_PKCS1_SHA_256
        }) {
      refuses(HsmFailure.CALLER, () -> first().sign(key, algorithm, new byte[32]));
    }
    EncryptionAlgorithm oaep = EncryptionAlgorithm.RSAES_OAEP_SHA_256;
    byte[] sealed = PublicSide.encrypt(oaep, material.wrapped().publicKey(), new byte[] {1});
    assertThat(decrypt(first(), key, CipherParameters.rsa(oaep), sealed)).containsExactly(1);
  }

  @Test
  default void keysRefuseMechanismsOfOtherFamilies() {
    HsmKey aes = key(first(), KeySpec.ALIYUN_AES_256);
    HsmKey rsa = key(first(), KeySpec.RSA_2048);
    HsmKey ec = key(first(), KeySpec.EC_P256);
    HsmKey hmac = key(first(), KeySpec.HMAC_SHA256);
    CipherParameters gcm = CipherParameters.gcm(new byte[12], NONE);
    CipherParameters oaep = CipherParameters.rsa(EncryptionAlgorithm.RSAES_OAEP_SHA_256);
    for (HsmKey notAes : new HsmKey[] {rsa, ec, hmac}) {
      refuses(HsmFailure.CALLER, () -> encrypt(first(), notAes, gcm, NONE));
      refuses(HsmFailure.CALLER, () -> decrypt(first(), notAes, gcm, new byte[16]));
    }
    for (HsmKey notRsa : new HsmKey[] {aes, ec, hmac}) {
      refuses(HsmFailure.CALLER, () -> decrypt(first(), notRsa, oaep, new byte[256]));
    }
    for (HsmKey noSigner : new HsmKey[] {aes, hmac}) {
      refuses(
          HsmFailure.CALLER,
          () -> first().sign(noSigner, SigningAlgorithm.ECDSA_SHA_256, new byte[32]));
    }
    for (HsmKey noMac : new HsmKey[] {aes, rsa, ec}) {
      refuses(HsmFailure.CALLER, () -> first().mac(noMac, NONE));
    }
    CipherParameters ecb = block(EncryptionAlgorithm.AES_ECB, PaddingMode.NO_PADDING, NONE);
    refuses(HsmFailure.CALLER, () -> encrypt(first(), hmac, ecb, new byte[16]));
  }

  @Test
  default void hmacKeyMadeForSigningMakesMacs() {
    var material = material(first(), KeySpec.HMAC_SHA256, Set.of(KeyUsage.SIGN_VERIFY));
    assertThat(first().mac(unwrap(first(), material), NONE)).hasSize(32);
  }
}
