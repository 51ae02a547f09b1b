package coffer.model;

import com.google.errorprone.annotations.RestrictedApi;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/// Bytes that must not linger: plaintext, data keys, PINs, passwords. Owned by one caller, wiped on
/// close, compared in constant time, and never printed.
public final class SecretBytes implements AutoCloseable {
  private final byte[] bytes;
  private volatile boolean closed;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes ownership: the caller must not touch `bytes` again.
  public static SecretBytes owning(byte[] bytes) {
    return new SecretBytes(bytes);
  }

  public static SecretBytes copyOf(byte[] bytes) {
    return new SecretBytes(bytes.clone());
  }

  public int length() {
    return bytes.length;
  }

  /// Lends the bytes for the duration of `use`. The array must not escape it.
  @RestrictedApi(
      explanation = "Only HSM drivers, the crypto floors and wire codecs may see secret bytes.",
      link = "docs/architecture.md#secrets",
      allowedOnPath =
          ".*/(coffer/(hsm|keys|access|clusters|instances|ram|seal|wire|cli|boot)|src/test|testkit|compat|bench)/.*")
  public <R> R use(Function<byte[], R> use) {
    if (closed) {
      throw new IllegalStateException("secret was already wiped");
    }
    return use.apply(bytes);
  }

  /// A second owner of the same bytes.
  public SecretBytes copy() {
    if (closed) {
      throw new IllegalStateException("secret was already wiped");
    }
    return copyOf(bytes);
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
  }

  /// Constant, so that a hash table cannot leak key bits.
  @Override
  public int hashCode() {
    return SecretBytes.class.hashCode();
  }

  @Override
  public String toString() {
    return "SecretBytes[redacted]";
  }
}
