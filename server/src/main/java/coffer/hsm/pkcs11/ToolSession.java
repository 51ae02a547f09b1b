package coffer.hsm.pkcs11;

import coffer.hsm.ObjectAttribute;
import coffer.hsm.ObjectRef;
import coffer.hsm.TokenObject;
import coffer.hsm.TokenRole;
import coffer.hsm.TokenSession;
import coffer.hsm.TokenSlot;
import coffer.hsm.TokenTrial;
import coffer.hsm.WantedKey;
import coffer.hsm.WrapMethod;
import coffer.model.SecretBytes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A tool's session, on a thread of its own.
final class ToolSession implements TokenSession {
  private final ToolThread thread;
  private final TokenSlot slot;
  private final Session session;

  private ToolSession(ToolThread thread, TokenSlot slot, Session session) {
    this.thread = thread;
    this.slot = slot;
    this.session = session;
  }

  /// On the tool's thread, which then owns the session's memory.
  static ToolSession open(
      ToolThread thread, Cryptoki functions, TokenSlot slot, TokenRole role, SecretBytes pin) {
    Scratch memory = new Scratch();
    try {
      Session session = Session.open(functions, slot.number(), memory);
      try {
        boolean _ = session.login(user(role), pin);
        return new ToolSession(thread, slot, session);
      } catch (ModuleRefusal refusal) {
        session.close();
        throw refusal;
      }
    } catch (ModuleRefusal refusal) {
      memory.close();
      throw refusal;
    }
  }

  @Override
  public TokenSlot slot() {
    return slot;
  }

  @Override
  public void initRole(SecretBytes pin) {
    run(() -> session.initPin(pin));
  }

  @Override
  public void changePin(SecretBytes old, SecretBytes fresh) {
    run(() -> session.changePin(old, fresh));
  }

  @Override
  public List<TokenObject> objects() {
    return thread.call(() ->
        session.find(Attributes.NONE).stream()
            .sorted()
            .map(handle -> ObjectReader.read(session, handle))
            .toList());
  }

  @Override
  public TokenObject object(ObjectRef object) {
    return thread.call(() -> ObjectReader.read(session, object.handle()));
  }

  @Override
  public void set(ObjectRef object, Map<ObjectAttribute, ObjectAttribute.Value> values) {
    Attributes template = AttributeTypes.template(values);
    run(() -> session.set(object.handle(), template));
  }

  @Override
  public ObjectRef importPublicKey(
      byte[] publicKey, String label, byte[] id, Set<ObjectAttribute> uses) {
    Attributes template = PublicKeyObjects.template(publicKey, label, id, uses);
    return thread.call(() -> new ObjectRef(session.create(template)));
  }

  @Override
  public byte[] exportPublicKey(ObjectRef object) {
    return thread.call(() -> PublicKeyObjects.read(session, object.handle()));
  }

  @Override
  public ObjectRef generate(WantedKey wanted) {
    long mechanism = ToolTemplates.generation(wanted.type());
    return thread.call(() ->
        new ObjectRef(
            wanted.type().isPair()
                ? session
                    .generatePair(
                        mechanism,
                        ToolTemplates.generatedPublic(wanted),
                        ToolTemplates.generatedPrivate(wanted))
                    .privateKey()
                : session.generate(mechanism, ToolTemplates.generatedSecret(wanted))));
  }

  @Override
  public byte[] wrap(WrapMethod method, ObjectRef wrappingKey, ObjectRef key) {
    return thread.call(
        () -> session.wrap(ToolMechanisms.of(method, session), wrappingKey.handle(), key.handle()));
  }

  @Override
  public ObjectRef unwrap(
      WrapMethod method, ObjectRef unwrappingKey, byte[] wrapped, WantedKey wanted) {
    return thread.call(() ->
        new ObjectRef(
            session.unwrap(
                ToolMechanisms.of(method, session),
                unwrappingKey.handle(),
                wrapped,
                ToolTemplates.unwrapped(wanted))));
  }

  @Override
  public void delete(ObjectRef object) {
    run(() -> session.destroy(object.handle()));
  }

  @Override
  public TokenTrial trial(TokenTrial.Work work) {
    return ToolTrial.start(thread, session, work);
  }

  /// Closing a process's last session with a token ends its login.
  @Override
  public void close() {
    try {
      run(() -> {
        session.close();
        session.memory().close();
      });
    } finally {
      thread.close();
    }
  }

  private void run(Runnable work) {
    thread.call(() -> {
      work.run();
      return true;
    });
  }

  private static long user(TokenRole role) {
    return switch (role) {
      case SO -> Ck.CKU_SO;
      case CO -> Ck.CKU_USER;
      case CU -> Ck.CKU_LIMITED_USER;
    };
  }
}
