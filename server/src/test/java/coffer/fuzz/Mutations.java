package coffer.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes new inputs of known ones. Blind to coverage, so it leans on the words of each language and
/// on splicing; the same seed makes the same inputs.
final class Mutations {
  private static final int INPUT_BYTES_MAX = 64 * 1024;
  private static final int MUTATIONS_MAX = 6;
  private static final int[] INTERESTING = {0, 1, 0x7f, 0x80, 0xff, '%', '"', '\\', '\n', ':', '='};

  private final RandomGenerator random;
  private final List<byte[]> corpus;
  private final List<byte[]> words = new ArrayList<>();

  Mutations(RandomGenerator random, List<byte[]> corpus, List<String> words) {
    this.random = random;
    this.corpus = corpus;
    words.forEach(word -> this.words.add(word.getBytes(StandardCharsets.UTF_8)));
  }

  byte[] next() {
    byte[] input = any(corpus).clone();
    int count = random.nextInt(1, MUTATIONS_MAX + 1);
    for (int i = 0; i < count; i++) {
      input = mutated(input);
    }
    return input.length > INPUT_BYTES_MAX ? Arrays.copyOf(input, INPUT_BYTES_MAX) : input;
  }

  private byte[] mutated(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int to = from + random.nextInt(input.length - from + 1);
    return switch (random.nextInt(9)) {
      case 0 -> flipped(input);
      case 1 -> set(input, INTERESTING[random.nextInt(INTERESTING.length)]);
      case 2 -> set(input, random.nextInt(256));
      case 3 -> replaced(input, from, to, new byte[0]);
      case 4 -> replaced(input, from, from, repeated(Arrays.copyOfRange(input, from, to)));
      case 5 -> replaced(input, from, to, random());
      case 6 -> replaced(input, from, from, word());
      case 7 -> replaced(input, from, to, word());
      default -> spliced(input, from);
    };
  }

  private byte[] flipped(byte[] input) {
    if (input.length > 0) {
      input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return input;
  }

  private byte[] set(byte[] input, int value) {
    if (input.length > 0) {
      input[random.nextInt(input.length)] = (byte) value;
    }
    return input;
  }

  private byte[] repeated(byte[] part) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int times = random.nextInt(10) == 0 ? random.nextInt(2_000) : 1;
    for (int i = 0; i < times && out.size() < INPUT_BYTES_MAX; i++) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private byte[] random() {
    byte[] bytes = new byte[random.nextInt(16)];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] word() {
    return words.isEmpty() ? random() : any(words);
  }

  private byte[] spliced(byte[] input, int at) {
    byte[] other = any(corpus);
    return replaced(
        input,
        at,
        input.length,
        Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length));
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
    byte[] out = new byte[input.length - (to - from) + by.length];
    System.arraycopy(input, 0, out, 0, from);
    System.arraycopy(by, 0, out, from, by.length);
    System.arraycopy(input, to, out, from + by.length, input.length - to);
    return out;
  }

  private byte[] any(List<byte[]> of) {
    return of.get(random.nextInt(of.size()));
  }
}
