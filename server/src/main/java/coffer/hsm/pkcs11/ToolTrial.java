package coffer.hsm.pkcs11;

import coffer.hsm.TokenTrial;
import coffer.model.KeySpec;
import java.util.List;

/// Work that is measured, on a tool's session. Several calls are done without leaving the thread,
/// so that the hand-over does not count.
final class ToolTrial implements TokenTrial {
  private static final byte[] KILOBYTE = new byte[1024];
  private static final byte[] DIGEST = new byte[32];
  private static final int RANDOM_BYTES = 32;

  private final ToolThread thread;
  private final Session session;
  private final Work work;
  private final List<Long> objects;

  private ToolTrial(ToolThread thread, Session session, Work work, List<Long> objects) {
    this.thread = thread;
    this.session = session;
    this.work = work;
    this.objects = objects;
  }

  static ToolTrial start(ToolThread thread, Session session, Work work) {
    return thread.call(() -> new ToolTrial(thread, session, work, keys(session, work)));
  }

  @Override
  public void repeat(int times) {
    boolean _ =
        thread.call(() -> {
          for (int i = 0; i < times; i++) {
            once();
          }
          return true;
        });
  }

  @Override
  public void close() {
    boolean _ =
        thread.call(() -> {
          objects.forEach(session::destroy);
          return true;
        });
  }

  private void once() {
    switch (work) {
      case RANDOM -> {
        byte[] _ = session.random(RANDOM_BYTES);
      }
      case AES_256_CBC -> {
        byte[] _ = session.encrypt(Mechanism.cbc(new byte[16]), objects.getFirst(), KILOBYTE);
      }
      case RSA_2048_SIGN -> {
        byte[] _ = session.sign(Mechanism.of(Ck.CKM_RSA_PKCS), objects.getFirst(), DIGEST);
      }
      case EC_P256_SIGN -> {
        byte[] _ = session.sign(Mechanism.of(Ck.CKM_ECDSA), objects.getFirst(), DIGEST);
      }
      case AES_256_GENERATE -> session.destroy(aes(session));
    }
  }

  /// The key to work with first.
  private static List<Long> keys(Session session, TokenTrial.Work work) {
    return switch (work) {
      case RANDOM, AES_256_GENERATE -> List.of();
      case AES_256_CBC -> List.of(aes(session));
      case RSA_2048_SIGN -> pair(session, Ck.CKM_RSA_PKCS_KEY_PAIR_GEN, KeySpec.RSA_2048);
      case EC_P256_SIGN -> pair(session, Ck.CKM_EC_KEY_PAIR_GEN, KeySpec.EC_P256);
    };
  }

  private static long aes(Session session) {
    return session.generate(
        Ck.CKM_AES_KEY_GEN,
        Attributes.NONE
            .flag(Ck.CKA_TOKEN, false)
            .flag(Ck.CKA_PRIVATE, true)
            .flag(Ck.CKA_SENSITIVE, true)
            .flag(Ck.CKA_ENCRYPT, true)
            .number(Ck.CKA_VALUE_LEN, 32));
  }

  private static List<Long> pair(Session session, long mechanism, KeySpec spec) {
    Session.Pair pair =
        session.generatePair(
            mechanism, KeyTemplates.generatedPublic(spec), KeyTemplates.generated(spec));
    return List.of(pair.privateKey(), pair.publicKey());
  }
}
