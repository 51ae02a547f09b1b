package coffer.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import coffer.hsm.HsmIdentity;
import coffer.hsm.TokenSlot;
import coffer.hsm.TokenStatus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The slots of a module, those without a token too.
final class SlotList {
  private static final int SLOTS_MAX = 4096;
  private static final int DESCRIPTION_BYTES = 64;
  private static final long SLOT_FLAGS = 96;
  private static final Map<Long, String> REMARKS = new LinkedHashMap<>();

  static {
    REMARKS.put(0x2L, "write-protected");
    REMARKS.put(0x10000L, "wrong PINs were given");
    REMARKS.put(0x20000L, "one wrong PIN more locks it");
    REMARKS.put(0x40000L, "PIN is locked: SO sets a new one");
    REMARKS.put(0x80000L, "PIN must be changed");
    REMARKS.put(0x100000L, "wrong SO PINs were given");
    REMARKS.put(0x200000L, "one wrong SO PIN more locks it");
    REMARKS.put(0x400000L, "SO PIN is locked: initialise anew");
    REMARKS.put(0x800000L, "SO PIN must be changed");
  }

  private SlotList() {}

  static List<TokenSlot> read(Cryptoki functions) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_LONG);
      ModuleRefusal.check(
          "C_GetSlotList",
          Downcall.bpp(functions.getSlotList, (byte) 0, MemorySegment.NULL, count));
      long room = Math.min(count.get(JAVA_LONG, 0) + 8, SLOTS_MAX);
      MemorySegment slots = arena.allocate(8 * room, 8);
      count.set(JAVA_LONG, 0, room);
      ModuleRefusal.check(
          "C_GetSlotList", Downcall.bpp(functions.getSlotList, (byte) 0, slots, count));
      List<TokenSlot> found = new ArrayList<>();
      for (long i = 0; i < count.get(JAVA_LONG, 0); i++) {
        found.add(slot(functions, arena, slots.get(JAVA_LONG, 8 * i)));
      }
      return found;
    }
  }

  private static TokenSlot slot(Cryptoki functions, Arena arena, long number) {
    MemorySegment slot = arena.allocate(Token.SLOT_INFO_BYTES, 8);
    ModuleRefusal.check("C_GetSlotInfo", Downcall.lp(functions.getSlotInfo, number, slot));
    long slotFlags = slot.get(JAVA_LONG, SLOT_FLAGS);
    Optional<Token> token =
        (slotFlags & Ck.CKF_TOKEN_PRESENT) == 0
            ? Optional.empty()
            : token(functions, arena, number, slot);
    long flags = token.map(Token::flags).orElse(0L);
    Optional<HsmIdentity> identity = token.map(Token::identity);
    return new TokenSlot(
        number,
        new String(slot.asSlice(0, DESCRIPTION_BYTES).toArray(JAVA_BYTE), StandardCharsets.UTF_8)
            .replace('\0', ' ')
            .strip(),
        (slotFlags & Ck.CKF_HW_SLOT) != 0,
        identity,
        token.map(Token::state).orElse(TokenStatus.State.ABSENT),
        (flags & Ck.CKF_WRITE_PROTECTED) == 0,
        remarks(flags));
  }

  /// None of a token that has no officer yet: what its flags say then means nothing.
  private static List<String> remarks(long flags) {
    if ((flags & Ck.CKF_TOKEN_INITIALIZED) == 0) {
      return List.of();
    }
    return REMARKS.entrySet().stream()
        .filter(remark -> (flags & remark.getKey()) != 0)
        .map(Map.Entry::getValue)
        .toList();
  }

  /// A token that cannot be read counts as absent: it may be on its way out.
  private static Optional<Token> token(
      Cryptoki functions, Arena arena, long number, MemorySegment slot) {
    MemorySegment fields = arena.allocate(Token.TOKEN_INFO_BYTES, 8);
    long code = Downcall.lp(functions.getTokenInfo, number, fields);
    if (ReturnCode.classOf(code) == ReturnClass.DEVICE) {
      return Optional.empty();
    }
    ModuleRefusal.check("C_GetTokenInfo", code);
    return Optional.of(Token.of(number, slot, fields));
  }
}
