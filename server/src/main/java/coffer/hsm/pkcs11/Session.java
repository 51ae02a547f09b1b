package coffer.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import coffer.model.SecretBytes;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A session's calls, by name. Used by the one thread that owns `memory`, which each call wipes
/// before it lays out its own arguments; fails with `ModuleRefusal`.
record Session(Cryptoki module, long handle, Scratch memory) {
  /// Enough for the tag, a block of padding or whatever a module adds.
  private static final int SLACK_BYTES = 64;

  private static final int WRAPPED_BYTES_MAX = 8192;
  private static final int ATTRIBUTE_BYTES_MAX = 4096;
  private static final int OBJECTS_MAX = 10_000;
  private static final int VALUE_BYTES = 512;

  static Session open(Cryptoki module, long slot, Scratch memory) {
    ModuleRefusal.check(
        "C_OpenSession",
        Downcall.llppp(
            module.openSession,
            slot,
            Ck.CKF_RW_SERIAL_SESSION,
            MemorySegment.NULL,
            MemorySegment.NULL,
            memory.handles));
    return new Session(module, memory.handles.get(JAVA_LONG, 0), memory);
  }

  /// Closes. Whatever the module says to it, the session is not used again.
  @CanIgnoreReturnValue
  long close() {
    return Downcall.l(module.closeSession, handle);
  }

  /// Ends every session of this process with a token.
  static void closeAll(Cryptoki module, long slot) {
    long _ = Downcall.l(module.closeAllSessions, slot);
  }

  /// Exactly one attempt.
  ///
  /// @return false if this process was logged in already, and the PIN was not looked at
  boolean login(long user, SecretBytes pin) {
    long code =
        withPin(pin, (segment, bytes) -> Downcall.llpl(module.login, handle, user, segment, bytes));
    if (code == ReturnCode.USER_ALREADY_LOGGED_IN.number()) {
      return false;
    }
    ModuleRefusal.check("C_Login", code);
    return true;
  }

  /// Ends the login of the whole process: never while a member serves, since it would end every
  /// session object too.
  void logout() {
    ModuleRefusal.check("C_Logout", Downcall.l(module.logout, handle));
  }

  void initPin(SecretBytes pin) {
    ModuleRefusal.check(
        "C_InitPIN",
        withPin(pin, (segment, bytes) -> Downcall.lpl(module.initPin, handle, segment, bytes)));
  }

  /// Changes the PIN of who is logged in.
  void changePin(SecretBytes old, SecretBytes fresh) {
    ModuleRefusal.check(
        "C_SetPIN",
        withPin(
            old,
            (from, fromBytes) ->
                withPin(
                    fresh,
                    (to, toBytes) ->
                        Downcall.lplpl(module.setPin, handle, from, fromBytes, to, toBytes))));
  }

  byte[] random(int bytes) {
    memory.wipe();
    MemorySegment out = memory.room(bytes);
    ModuleRefusal.check(
        "C_GenerateRandom", Downcall.lpl(module.generateRandom, handle, out, bytes));
    return out.toArray(JAVA_BYTE);
  }

  byte[] encrypt(Mechanism mechanism, long key, byte[] data) {
    memory.wipe();
    ModuleRefusal.check(
        "C_EncryptInit",
        mechanism.type(),
        Downcall.lpl(module.encryptInit, handle, memory.put(mechanism), key));
    return finish("C_Encrypt", module.encrypt, data, data.length + SLACK_BYTES);
  }

  void decryptInit(Mechanism mechanism, long key) {
    memory.wipe();
    ModuleRefusal.check(
        "C_DecryptInit",
        mechanism.type(),
        Downcall.lpl(module.decryptInit, handle, memory.put(mechanism), key));
  }

  /// After `decryptInit`.
  byte[] decrypt(byte[] data) {
    return finish("C_Decrypt", module.decrypt, data, data.length + SLACK_BYTES);
  }

  byte[] sign(Mechanism mechanism, long key, byte[] data) {
    memory.wipe();
    ModuleRefusal.check(
        "C_SignInit",
        mechanism.type(),
        Downcall.lpl(module.signInit, handle, memory.put(mechanism), key));
    return finish("C_Sign", module.sign, data, 1024);
  }

  long create(Attributes template) {
    memory.wipe();
    ModuleRefusal.check(
        "C_CreateObject",
        Downcall.lplp(
            module.createObject,
            handle,
            memory.put(template),
            template.list().size(),
            memory.handles));
    return memory.handles.get(JAVA_LONG, 0);
  }

  void set(long object, Attributes values) {
    memory.wipe();
    ModuleRefusal.check(
        "C_SetAttributeValue",
        Downcall.llpl(
            module.setAttributeValue, handle, object, memory.put(values), values.list().size()));
  }

  void destroy(long object) {
    ModuleRefusal.check("C_DestroyObject", Downcall.ll(module.destroyObject, handle, object));
  }

  long generate(long mechanism, Attributes template) {
    memory.wipe();
    ModuleRefusal.check(
        "C_GenerateKey",
        mechanism,
        Downcall.lpplp(
            module.generateKey,
            handle,
            memory.put(Mechanism.of(mechanism)),
            memory.put(template),
            template.list().size(),
            memory.handles));
    return memory.handles.get(JAVA_LONG, 0);
  }

  /// A key pair's handles.
  record Pair(long publicKey, long privateKey) {}

  Pair generatePair(long mechanism, Attributes publicTemplate, Attributes privateTemplate) {
    memory.wipe();
    ModuleRefusal.check(
        "C_GenerateKeyPair",
        mechanism,
        Downcall.lpplplpp(
            module.generateKeyPair,
            handle,
            memory.put(Mechanism.of(mechanism)),
            memory.put(publicTemplate),
            publicTemplate.list().size(),
            memory.put(privateTemplate),
            privateTemplate.list().size(),
            memory.handles,
            memory.handles.asSlice(8)));
    return new Pair(memory.handles.get(JAVA_LONG, 0), memory.handles.get(JAVA_LONG, 8));
  }

  byte[] wrap(Mechanism mechanism, long wrappingKey, long key) {
    memory.wipe();
    MemorySegment out = memory.room(WRAPPED_BYTES_MAX);
    memory.length.set(JAVA_LONG, 0, out.byteSize());
    ModuleRefusal.check(
        "C_WrapKey",
        mechanism.type(),
        Downcall.lpllpp(
            module.wrapKey, handle, memory.put(mechanism), wrappingKey, key, out, memory.length));
    return out.asSlice(0, memory.length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
  }

  long unwrap(Mechanism mechanism, long unwrappingKey, byte[] wrapped, Attributes template) {
    memory.wipe();
    ModuleRefusal.check(
        "C_UnwrapKey",
        mechanism.type(),
        Downcall.lplplplp(
            module.unwrapKey,
            handle,
            memory.put(mechanism),
            unwrappingKey,
            memory.put(wrapped),
            wrapped.length,
            memory.put(template),
            template.list().size(),
            memory.handles));
    return memory.handles.get(JAVA_LONG, 0);
  }

  /// The objects that fit the template, at most `OBJECTS_MAX`.
  List<Long> find(Attributes template) {
    memory.wipe();
    ModuleRefusal.check(
        "C_FindObjectsInit",
        Downcall.lpl(module.findObjectsInit, handle, memory.put(template), template.list().size()));
    List<Long> found = new ArrayList<>();
    long code;
    long count;
    do {
      code =
          Downcall.lplp(
              module.findObjects, handle, memory.handles, memory.handlesMax(), memory.length);
      count = code == 0 ? memory.length.get(JAVA_LONG, 0) : 0;
      for (int i = 0; i < count; i++) {
        found.add(memory.handles.get(JAVA_LONG, 8L * i));
      }
    } while (count > 0 && found.size() < OBJECTS_MAX);
    long finalCode = Downcall.l(module.findObjectsFinal, handle);
    ModuleRefusal.check("C_FindObjects", code);
    ModuleRefusal.check("C_FindObjectsFinal", finalCode);
    return found;
  }

  /// An attribute's value; empty when the object does not have it or does not show it.
  Optional<byte[]> attribute(long object, long type) {
    memory.wipe();
    MemorySegment room = memory.room(ATTRIBUTE_BYTES_MAX);
    MemorySegment wanted = memory.wanted(type, room);
    long code = Downcall.llpl(module.getAttributeValue, handle, object, wanted, 1);
    if (code == ReturnCode.ATTRIBUTE_TYPE_INVALID.number()
        || code == ReturnCode.ATTRIBUTE_SENSITIVE.number()) {
      return Optional.empty();
    }
    ModuleRefusal.check("C_GetAttributeValue", code);
    long bytes = memory.lengthOf(wanted);
    return bytes < 0 || bytes > room.byteSize()
        ? Optional.empty()
        : Optional.of(room.asSlice(0, bytes).toArray(JAVA_BYTE));
  }

  /// Values of several attributes in one call, each of at most `VALUE_BYTES`; those that the object
  /// does not have, does not show, or that are longer, are missing from the answer.
  Map<Long, byte[]> attributes(long object, List<Long> types) {
    return attributes(object, types, VALUE_BYTES);
  }

  private Map<Long, byte[]> attributes(long object, List<Long> types, int roomBytes) {
    memory.wipe();
    Scratch.Wanted wanted = memory.wanted(types, roomBytes);
    long code =
        Downcall.llpl(module.getAttributeValue, handle, object, wanted.array(), types.size());
    if (code != ReturnCode.ATTRIBUTE_TYPE_INVALID.number()
        && code != ReturnCode.ATTRIBUTE_SENSITIVE.number()
        && code != ReturnCode.BUFFER_TOO_SMALL.number()) {
      ModuleRefusal.check("C_GetAttributeValue", code);
    }
    Map<Long, byte[]> found = new HashMap<>();
    for (int i = 0; i < types.size(); i++) {
      long type = types.get(i);
      wanted.value(i).ifPresent(value -> found.put(type, value));
    }
    return found;
  }

  /// A CK_ULONG, as the module's bytes; empty when the object does not have it. In a call of its
  /// own and with no more room than it needs: otherwise NSS leaves it in the form of its database.
  Optional<byte[]> number(long object, long type) {
    return Optional.ofNullable(attributes(object, List.of(type), Long.BYTES).get(type));
  }

  private byte[] finish(String step, MemorySegment function, byte[] data, int roomBytes) {
    MemorySegment in = memory.put(data);
    MemorySegment out = memory.room(roomBytes);
    memory.length.set(JAVA_LONG, 0, roomBytes);
    ModuleRefusal.check(
        step, Downcall.lplpp(function, handle, in, data.length, out, memory.length));
    return out.asSlice(0, memory.length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
  }

  interface PinCall {
    long apply(MemorySegment pin, long bytes);
  }

  static long withPin(SecretBytes pin, PinCall call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(Math.max(pin.length(), 1));
      try {
        return pin.use(bytes -> {
          MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
          return call.apply(segment, bytes.length);
        });
      } finally {
        segment.fill((byte) 0);
      }
    }
  }
}
