package coffer.hsm.pkcs11;

import coffer.hsm.WrapMethod;
import coffer.model.WrapFormat;

/// Mechanisms of the ways in which keys travel.
final class ToolMechanisms {
  private ToolMechanisms() {}

  /// RFC 5649 has two numbers, one of which means something else in some modules: which it is in
  /// this one is measured.
  static Mechanism of(WrapMethod method, Session session) {
    return switch (method) {
      case RSA_OAEP_SHA1 -> Mechanism.OAEP_SHA_1;
      case RSA_OAEP_SHA256 -> Mechanism.OAEP_SHA_256;
      case RSA_PKCS1 -> Mechanism.of(Ck.CKM_RSA_PKCS);
      case AES_KW -> Mechanism.of(Ck.CKM_AES_KEY_WRAP);
      case AES_KWP -> WrapFormats.measure(session).mechanism(WrapFormat.AES_KWP);
    };
  }
}
