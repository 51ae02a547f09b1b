package coffer.keys;

import coffer.model.KeyVersionId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The self-describing ciphertext that clients cut and glue: version id (36 ASCII characters), IV
/// (12), AES-GCM ciphertext, tag (16). OpenAPI answers it as it is, in Base64; the Advance calls
/// put `24 00 02` before it. Every stored ciphertext has this layout for ever.
public record CiphertextBlob(KeyVersionId version, byte[] iv, byte[] ciphertext) {
  private static final byte[] ADVANCE = {0x24, 0x00, 0x02};
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int HEAD_BYTES = KeyVersionId.LENGTH + IV_BYTES;

  public static Optional<CiphertextBlob> decode(byte[] bytes) {
    return decode(bytes, 0);
  }

  /// Empty unless the bytes begin with the Advance marks and hold at least a tag.
  public static Optional<CiphertextBlob> decodeAdvance(byte[] bytes) {
    int marks = ADVANCE.length;
    boolean marked = bytes.length >= marks && Arrays.mismatch(bytes, ADVANCE) == marks;
    return marked ? decode(bytes, marks) : Optional.empty();
  }

  public byte[] encode() {
    return encode(new byte[0]);
  }

  public byte[] encodeAdvance() {
    return encode(ADVANCE);
  }

  private byte[] encode(byte[] marks) {
    byte[] out = new byte[marks.length + HEAD_BYTES + ciphertext.length];
    System.arraycopy(marks, 0, out, 0, marks.length);
    byte[] id = version.toString().getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(id, 0, out, marks.length, id.length);
    System.arraycopy(iv, 0, out, marks.length + id.length, IV_BYTES);
    System.arraycopy(ciphertext, 0, out, marks.length + HEAD_BYTES, ciphertext.length);
    return out;
  }

  private static Optional<CiphertextBlob> decode(byte[] bytes, int from) {
    if (bytes.length < from + HEAD_BYTES + TAG_BYTES) {
      return Optional.empty();
    }
    String id = new String(bytes, from, KeyVersionId.LENGTH, StandardCharsets.US_ASCII);
    int iv = from + KeyVersionId.LENGTH;
    return KeyVersionId.parse(id)
        .map(version ->
            new CiphertextBlob(
                version,
                Arrays.copyOfRange(bytes, iv, iv + IV_BYTES),
                Arrays.copyOfRange(bytes, iv + IV_BYTES, bytes.length)));
  }
}
