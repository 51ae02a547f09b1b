package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a module does with RSA private keys. Making one takes long, so this is looked at for
/// reports only; while it serves, the driver learns the same from the first use.
///
/// @param inToken OAEP paddings that the module removes itself
/// @param keepsUsage whether a key that was unwrapped for signing refuses to decrypt
record RsaTraits(Set<EncryptionAlgorithm> inToken, boolean keepsUsage) {
  private static final List<EncryptionAlgorithm> OAEP =
      List.of(EncryptionAlgorithm.RSAES_OAEP_SHA_1, EncryptionAlgorithm.RSAES_OAEP_SHA_256);

  RsaTraits {
    inToken = Set.copyOf(inToken);
  }

  static RsaTraits measure(Session session, WrapFormats formats, RsaDecryption decryption) {
    KeySpec spec = KeySpec.RSA_2048;
    List<Long> objects = new ArrayList<>();
    try {
      Session.Pair pair =
          session.generatePair(
              KeyTemplates.generation(spec),
              KeyTemplates.generatedPublic(spec),
              KeyTemplates.generated(spec));
      objects.add(pair.privateKey());
      objects.add(pair.publicKey());
      List<EncryptionAlgorithm> inToken =
          OAEP.stream()
              .filter(algorithm ->
                  decryption.inToken(session, pair.privateKey(), algorithm) && ended(session))
              .toList();
      long kek = session.generate(Ck.CKM_AES_KEY_GEN, KeyTemplates.probeKek());
      objects.add(kek);
      Mechanism wrap = formats.mechanism(formats.formatFor(spec));
      long signer =
          session.unwrap(
              wrap,
              kek,
              session.wrap(wrap, kek, pair.privateKey()),
              KeyTemplates.unwrapped(spec, Set.of(KeyUsage.SIGN_VERIFY), false));
      objects.add(signer);
      return new RsaTraits(Set.copyOf(inToken), refusesToDecrypt(session, signer));
    } finally {
      objects.forEach(session::destroy);
    }
  }

  String padding(EncryptionAlgorithm algorithm) {
    return inToken.contains(algorithm) ? "in the HSM" : "raw RSA in the HSM, padding in software";
  }

  private static boolean refusesToDecrypt(Session session, long signer) {
    try {
      session.decryptInit(Mechanism.OAEP_SHA_1, signer);
      return !ended(session);
    } catch (ModuleRefusal refusal) {
      return !Guards.refused(refusal);
    }
  }

  /// Ends a decryption that was only begun.
  private static boolean ended(Session session) {
    try {
      byte[] _ = session.decrypt(new byte[KeySpec.RSA_2048.bits() / 8]);
    } catch (ModuleRefusal refusal) {
      RuntimeException meaning = KeyLanes.ciphertextRefused(session, refusal);
      if (!(meaning instanceof HsmException)) {
        throw meaning;
      }
    }
    return true;
  }
}
