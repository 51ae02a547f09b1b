package coffer.compat.harness;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// As much of the protobuf encoding as the Instance API uses: numbers and byte strings.
public final class Proto {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public Proto text(int field, String value) {
    return bytes(field, Https.utf8(value));
  }

  public Proto bytes(int field, byte[] value) {
    varint((field << 3) | 2);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  public Proto number(int field, int value) {
    varint(field << 3);
    varint(value);
    return this;
  }

  public byte[] encoded() {
    return out.toByteArray();
  }

  private void varint(int value) {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      out.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /// Fields by number; a number as its decimal digits. Fails when it is no message.
  public static Map<Integer, byte[]> fields(byte[] message) {
    Map<Integer, byte[]> fields = new TreeMap<>();
    ByteBuffer in = ByteBuffer.wrap(message);
    while (in.hasRemaining()) {
      int tag = readVarint(in);
      int value = readVarint(in);
      switch (tag & 7) {
        case 0 -> fields.put(tag >>> 3, Https.utf8(Integer.toString(value)));
        case 2 -> {
          byte[] bytes = new byte[value];
          in.get(bytes);
          fields.put(tag >>> 3, bytes);
        }
        default -> throw new AssertionError("not a message of this API");
      }
    }
    return fields;
  }

  public static String text(Map<Integer, byte[]> fields, int field) {
    return new String(fields.getOrDefault(field, new byte[0]), StandardCharsets.UTF_8);
  }

  private static int readVarint(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte b = in.get();
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new AssertionError("not a number of this API");
  }
}
