package coffer.hsm.pkcs11;

import coffer.hsm.HsmLocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks at a token from beside the driver, through a session of its own in the same process.
final class TokenEye implements AutoCloseable {
  private static final Map<String, Long> FLAGS = new LinkedHashMap<>();

  static {
    FLAGS.put("ENCRYPT", Ck.CKA_ENCRYPT);
    FLAGS.put("DECRYPT", Ck.CKA_DECRYPT);
    FLAGS.put("SIGN", Ck.CKA_SIGN);
    FLAGS.put("VERIFY", Ck.CKA_VERIFY);
    FLAGS.put("WRAP", Ck.CKA_WRAP);
    FLAGS.put("UNWRAP", Ck.CKA_UNWRAP);
    FLAGS.put("DERIVE", Ck.CKA_DERIVE);
    FLAGS.put("TOKEN", Ck.CKA_TOKEN);
    FLAGS.put("SENSITIVE", Ck.CKA_SENSITIVE);
    FLAGS.put("EXTRACTABLE", Ck.CKA_EXTRACTABLE);
    FLAGS.put("TRUSTED_ONLY", Ck.CKA_WRAP_WITH_TRUSTED);
  }

  private final Scratch memory = new Scratch();
  private final Session session;

  TokenEye(HsmLocation location) {
    LoadedModule module = ModuleRegistry.PROCESS.load(SoftHsm.MODULE);
    Token token = module.find(TokenName.parse(location.uri())).orElseThrow();
    session = Session.open(module.functions(), token.slot(), memory);
  }

  DomainObjects domain() {
    return DomainObjects.find(session);
  }

  /// The flags that are set.
  String uses(long object) {
    List<String> set = new ArrayList<>();
    FLAGS.forEach((name, type) ->
        session
            .attribute(object, type)
            .filter(value -> value.length == 1 && value[0] == 1)
            .ifPresent(value -> set.add(name)));
    return String.join(" ", set);
  }

  int count(Attributes template) {
    return session.find(template).size();
  }

  long generate(long mechanism, Attributes template) {
    return session.generate(mechanism, template);
  }

  /// Whether a public key that the security officer does not trust wraps that key.
  boolean leavesUnderUntrustedKey(long key, byte[] modulus) {
    long wrapping =
        session.create(
            Attributes.NONE
                .number(Ck.CKA_CLASS, Ck.CKO_PUBLIC_KEY)
                .number(Ck.CKA_KEY_TYPE, Ck.CKK_RSA)
                .flag(Ck.CKA_TOKEN, false)
                .flag(Ck.CKA_WRAP, true)
                .bytes(Ck.CKA_MODULUS, modulus)
                .bytes(Ck.CKA_PUBLIC_EXPONENT, new byte[] {1, 0, 1}));
    try {
      return session.wrap(Mechanism.OAEP_SHA_1, wrapping, key).length > 0;
    } catch (ModuleRefusal refusal) {
      if (!refusal.is(ReturnCode.KEY_NOT_WRAPPABLE)) {
        throw refusal;
      }
      return false;
    } finally {
      session.destroy(wrapping);
    }
  }

  boolean exists(long object) {
    try {
      return session.attribute(object, Ck.CKA_CLASS).isPresent();
    } catch (ModuleRefusal refusal) {
      return false;
    }
  }

  void destroy(long object) {
    session.destroy(object);
  }

  @Override
  public void close() {
    session.close();
    memory.close();
  }
}
