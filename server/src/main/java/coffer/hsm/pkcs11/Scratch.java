package coffer.hsm.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.pkcs11.Attributes.Attribute;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Native memory of one lane, allocated once and confined to its thread. Data longer than what is
/// kept gets memory of its own until `wipe`.
final class Scratch implements AutoCloseable {
  private static final int KEPT_BYTES = 64 * 1024;
  private static final int DATA_BYTES_MAX = 8 * 1024 * 1024;
  private static final int ATTRIBUTES_MAX = 48;
  private static final int VALUE_BYTES_MAX = 8192;
  private static final int ATTRIBUTE_BYTES = 24;
  private static final int HANDLES_MAX = 64;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment mechanism = arena.allocate(24, 8);
  private final MemorySegment parameters = arena.allocate(48, 8);
  private final MemorySegment iv = arena.allocate(16, 8);
  private final MemorySegment kept = arena.allocate(KEPT_BYTES, 8);
  private final MemorySegment attributes = arena.allocate(ATTRIBUTE_BYTES * ATTRIBUTES_MAX, 8);
  private final MemorySegment values = arena.allocate(VALUE_BYTES_MAX, 8);
  private final List<Arena> extra = new ArrayList<>();
  private final List<MemorySegment> extraSegments = new ArrayList<>();
  private int keptUsed;
  private int attributesUsed;
  private int valuesUsed;

  /// For lengths that a call answers.
  final MemorySegment length = arena.allocate(JAVA_LONG);

  /// For handles that a call answers.
  final MemorySegment handles = arena.allocate(8L * HANDLES_MAX, 8);

  int handlesMax() {
    return HANDLES_MAX;
  }

  /// Memory for `bytes` bytes, until `wipe`.
  MemorySegment room(int bytes) {
    if (bytes > DATA_BYTES_MAX) {
      throw new HsmException(HsmFailure.CALLER, "data is longer than the driver takes");
    }
    int rounded = (Math.max(bytes, 1) + 7) & ~7;
    if (rounded <= KEPT_BYTES - keptUsed) {
      MemorySegment slice = kept.asSlice(keptUsed, bytes);
      keptUsed += rounded;
      return slice;
    }
    Arena own = Arena.ofConfined();
    MemorySegment segment = own.allocate(rounded, 8);
    extra.add(own);
    extraSegments.add(segment);
    return segment.asSlice(0, bytes);
  }

  /// `data` in native memory, until `wipe`.
  MemorySegment put(byte[] data) {
    MemorySegment segment = room(data.length);
    MemorySegment.copy(data, 0, segment, JAVA_BYTE, 0, data.length);
    return segment;
  }

  /// A CK_MECHANISM.
  MemorySegment put(Mechanism m) {
    long bytes =
        switch (m.parameters()) {
          case Mechanism.Parameters.None() -> 0;
          case Mechanism.Parameters.Iv(byte[] value) -> {
            putIv(value);
            yield value.length;
          }
          case Mechanism.Parameters.Gcm(byte[] value, byte[] aad) -> {
            putIv(value);
            words(
                iv.address(),
                value.length,
                value.length * 8L,
                aad.length == 0 ? 0 : put(aad).address(),
                aad.length,
                128);
            yield 48;
          }
          case Mechanism.Parameters.Pss(long hash, long mgf, long salt) -> {
            words(hash, mgf, salt);
            yield 24;
          }
          case Mechanism.Parameters.Oaep(long hash, long mgf) -> {
            words(hash, mgf, Ck.CKZ_DATA_SPECIFIED, 0, 0);
            yield 40;
          }
        };
    mechanism.set(JAVA_LONG, 0, m.type());
    mechanism.set(
        ADDRESS,
        8,
        bytes == 0
            ? MemorySegment.NULL
            : m.parameters() instanceof Mechanism.Parameters.Iv ? iv : parameters);
    mechanism.set(JAVA_LONG, 16, bytes);
    return mechanism;
  }

  /// The IV as the module left it: some ignore the caller's and write back their own.
  byte[] iv(int bytes) {
    return iv.asSlice(0, bytes).toArray(JAVA_BYTE);
  }

  /// A CK_ATTRIBUTE array, until `wipe`; nested templates lie behind it.
  MemorySegment put(Attributes template) {
    int count = template.list().size();
    MemorySegment array = takeAttributes(count);
    for (int i = 0; i < count; i++) {
      Attribute attribute = template.list().get(i);
      MemorySegment value =
          switch (attribute) {
            case Attribute.Flag(long type, boolean flag) -> {
              MemorySegment v = takeValue(1);
              v.set(JAVA_BYTE, 0, (byte) (flag ? 1 : 0));
              yield v;
            }
            case Attribute.Ulong(long type, long number) -> {
              MemorySegment v = takeValue(8);
              v.set(JAVA_LONG, 0, number);
              yield v;
            }
            case Attribute.Bytes(long type, byte[] bytes) -> {
              MemorySegment v = takeValue(bytes.length);
              MemorySegment.copy(bytes, 0, v, JAVA_BYTE, 0, bytes.length);
              yield v;
            }
            case Attribute.Nested(long type, Attributes nested) -> put(nested);
          };
      set(array, i, attribute.type(), value);
    }
    return array;
  }

  /// A CK_ATTRIBUTE array of one, to be filled by the module.
  MemorySegment wanted(long type, MemorySegment room) {
    MemorySegment array = takeAttributes(1);
    set(array, 0, type, room);
    return array;
  }

  /// A CK_ATTRIBUTE array to be filled by the module.
  ///
  /// @param room for the values, `roomBytes` each
  record Wanted(MemorySegment array, MemorySegment room, int roomBytes) {
    /// What the module wrote; empty when it says that there is nothing to be had.
    Optional<byte[]> value(int index) {
      long bytes = array.get(JAVA_LONG, (long) ATTRIBUTE_BYTES * index + 16);
      return bytes < 0 || bytes > roomBytes
          ? Optional.empty()
          : Optional.of(room.asSlice((long) roomBytes * index, bytes).toArray(JAVA_BYTE));
    }
  }

  Wanted wanted(List<Long> types, int roomBytes) {
    MemorySegment array = takeAttributes(types.size());
    MemorySegment room = room(roomBytes * types.size());
    for (int i = 0; i < types.size(); i++) {
      set(array, i, types.get(i), room.asSlice((long) roomBytes * i, roomBytes));
    }
    return new Wanted(array, room, roomBytes);
  }

  /// The length that the module wrote into what `wanted` laid out.
  long lengthOf(MemorySegment wanted) {
    return wanted.get(JAVA_LONG, 16);
  }

  /// A CK_ULONG that a module wrote; -1 for what is none.
  static long number(byte[] value) {
    return value.length == Long.BYTES
        ? MemorySegment.ofArray(value).get(JAVA_LONG_UNALIGNED, 0)
        : -1;
  }

  /// Overwrites everything that was put and frees what was extra.
  void wipe() {
    kept.asSlice(0, keptUsed).fill((byte) 0);
    values.asSlice(0, valuesUsed).fill((byte) 0);
    extraSegments.forEach(segment -> segment.fill((byte) 0));
    extra.forEach(Arena::close);
    extraSegments.clear();
    extra.clear();
    keptUsed = 0;
    attributesUsed = 0;
    valuesUsed = 0;
  }

  @Override
  public void close() {
    wipe();
    arena.close();
  }

  private void putIv(byte[] value) {
    if (value.length > iv.byteSize()) {
      throw new HsmException(HsmFailure.CALLER, "IV is too long");
    }
    MemorySegment.copy(value, 0, iv, JAVA_BYTE, 0, value.length);
  }

  private void words(long... words) {
    for (int i = 0; i < words.length; i++) {
      parameters.set(JAVA_LONG, 8L * i, words[i]);
    }
  }

  private MemorySegment takeAttributes(int count) {
    if (attributesUsed + count > ATTRIBUTES_MAX) {
      throw new IllegalStateException("template is too long");
    }
    MemorySegment slice =
        attributes.asSlice((long) ATTRIBUTE_BYTES * attributesUsed, (long) ATTRIBUTE_BYTES * count);
    attributesUsed += count;
    return slice;
  }

  private MemorySegment takeValue(int bytes) {
    int rounded = (bytes + 7) & ~7;
    if (valuesUsed + rounded > VALUE_BYTES_MAX) {
      throw new IllegalStateException("template values are too long");
    }
    MemorySegment slice = values.asSlice(valuesUsed, bytes);
    valuesUsed += rounded;
    return slice;
  }

  private static void set(MemorySegment array, int index, long type, MemorySegment value) {
    long at = (long) ATTRIBUTE_BYTES * index;
    array.set(JAVA_LONG, at, type);
    array.set(ADDRESS, at + 8, value);
    array.set(JAVA_LONG, at + 16, value.byteSize());
  }
}
