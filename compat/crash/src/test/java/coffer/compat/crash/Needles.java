package coffer.compat.crash;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Secrets, in every form in which they might lie in memory.
final class Needles {
  private static final int KEY_BYTES = 4;
  private static final int BLOCK = 1 << 20;

  private final Map<Integer, List<Needle>> byStart = new LinkedHashMap<>();
  private final BitSet starts = new BitSet(1 << 16);
  private int longest;

  private record Needle(String name, byte[] bytes) {}

  /// A secret that is text.
  void text(String name, String text) {
    bytes(name, text.getBytes(StandardCharsets.UTF_8));
    add(name + " (UTF-16BE)", text.getBytes(StandardCharsets.UTF_16BE));
    add(name + " (UTF-16LE)", text.getBytes(StandardCharsets.UTF_16LE));
  }

  void bytes(String name, byte[] secret) {
    add(name + " (raw)", secret);
    for (HexFormat hex : List.of(HexFormat.of(), HexFormat.of().withUpperCase())) {
      wide(name + " (hex)", hex.formatHex(secret));
    }
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + secret.length];
      System.arraycopy(secret, 0, shifted, shift, secret.length);
      String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      // The characters at both ends depend on what stands beside the secret.
      wide(name + " (Base64)", base64.substring(shift == 0 ? 0 : shift + 1, base64.length() - 1));
    }
  }

  /// A large number, in a dump as bytes or as the big-endian words of a `BigInteger`.
  void number(String name, BigInteger number) {
    byte[] bytes = number.toByteArray();
    bytes(name, bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private void wide(String name, String ascii) {
    add(name, ascii.getBytes(StandardCharsets.US_ASCII));
    add(name + " as UTF-16BE", ascii.getBytes(StandardCharsets.UTF_16BE));
    add(name + " as UTF-16LE", ascii.getBytes(StandardCharsets.UTF_16LE));
  }

  private void add(String name, byte[] bytes) {
    if (bytes.length < 12) {
      throw new IllegalArgumentException("too short to be no coincidence: " + name);
    }
    int start = start(bytes, 0);
    byStart.computeIfAbsent(start, _ -> new ArrayList<>()).add(new Needle(name, bytes));
    starts.set(hash(start));
    longest = Math.max(longest, bytes.length);
  }

  /// How often each was found; those that were not are not in it.
  SortedMap<String, Integer> in(InputStream hay) throws IOException {
    SortedMap<String, Integer> found = new TreeMap<>();
    byte[] block = new byte[BLOCK + longest];
    int kept = 0;
    try (InputStream in = new BufferedInputStream(hay, BLOCK)) {
      while (true) {
        int read = in.readNBytes(block, kept, BLOCK);
        int end = kept + read;
        boolean last = read < BLOCK;
        // What could reach beyond the block is looked at with the next one.
        int until = last ? end - KEY_BYTES + 1 : end - longest;
        for (int i = 0; i < until; i++) {
          look(block, i, end, found);
        }
        if (last) {
          return found;
        }
        kept = longest;
        System.arraycopy(block, end - longest, block, 0, longest);
      }
    }
  }

  private void look(byte[] block, int at, int end, Map<String, Integer> found) {
    int start = start(block, at);
    if (!starts.get(hash(start))) {
      return;
    }
    for (Needle needle : byStart.getOrDefault(start, List.of())) {
      int to = at + needle.bytes.length;
      if (to <= end && Arrays.equals(block, at, to, needle.bytes, 0, needle.bytes.length)) {
        found.merge(needle.name, 1, Integer::sum);
      }
    }
  }

  private static int start(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  private static int hash(int start) {
    return (start * 0x9e3779b9) >>> 16;
  }
}
