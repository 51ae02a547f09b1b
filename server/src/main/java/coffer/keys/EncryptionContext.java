package coffer.keys;

import coffer.model.KmsException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/// Turns an encryption context into the bytes that are authenticated: SHA-256 of the sorted `k=v`
/// joined by `&`, which is what transfer clients compute themselves. When a key or value contains
/// `&` or `=` that text would be ambiguous; then lengths stand before the parts, under another
/// label.
public final class EncryptionContext {
  private static final String UNAMBIGUOUS = "coffer-context/1";
  private static final byte[] NONE = {};
  private static final int CHARACTERS_MAX = 8192;

  private EncryptionContext() {}

  /// No bytes for an empty context.
  public static byte[] aad(Map<String, String> context) {
    if (context.isEmpty()) {
      return NONE;
    }
    long length = 0;
    for (Map.Entry<String, String> entry : context.entrySet()) {
      length += entry.getKey().length() + entry.getValue().length();
    }
    if (length > CHARACTERS_MAX) {
      throw KmsException.invalid("EncryptionContext", "at most 8192 characters");
    }
    TreeMap<String, String> sorted = new TreeMap<>(context);
    boolean plain = true;
    StringBuilder joined = new StringBuilder();
    for (Map.Entry<String, String> entry : sorted.entrySet()) {
      plain &= isPlain(entry.getKey()) && isPlain(entry.getValue());
      joined.append(joined.isEmpty() ? "" : "&");
      joined.append(entry.getKey()).append('=').append(entry.getValue());
    }
    return sha256(plain ? joined.toString().getBytes(StandardCharsets.UTF_8) : prefixed(sorted));
  }

  private static boolean isPlain(String text) {
    return text.indexOf('&') < 0 && text.indexOf('=') < 0;
  }

  private static byte[] prefixed(Map<String, String> sorted) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    part(out, UNAMBIGUOUS);
    sorted.forEach((key, value) -> {
      part(out, key);
      part(out, value);
    });
    return out.toByteArray();
  }

  private static void part(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    out.writeBytes(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JDK", e);
    }
  }
}
