package coffer.hsm.software;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;

/// The keys that live in a token: its identity and the cluster's domain keys by version.
record TokenContent(Optional<Ident> ident, SortedMap<Integer, DomainKeys> domainKeys) {
  static final TokenContent EMPTY = new TokenContent(Optional.empty(), new TreeMap<>());

  private static final byte IDENT = 1;
  private static final byte DOMAIN_KEYS = 2;
  private static final int VERSIONS_MAX = 4096;

  /// The identity key, P-256.
  ///
  /// @param privateKey PKCS #8
  /// @param publicKey X.509 SubjectPublicKeyInfo
  record Ident(byte[] privateKey, byte[] publicKey) {}

  /// `KEK/v<n>` and `INT/v<n>`, always made and cloned together.
  record DomainKeys(SecretKeySpec kek, SecretKeySpec integrity) {
    static final int KEY_BYTES = 32;

    static DomainKeys of(byte[] kek, byte[] integrity) {
      return new DomainKeys(
          new SecretKeySpec(kek, "AES"), new SecretKeySpec(integrity, "HmacSHA256"));
    }
  }

  TokenContent {
    domainKeys = Collections.unmodifiableSortedMap(new TreeMap<>(domainKeys));
    if (domainKeys.size() > VERSIONS_MAX) {
      throw new TokenFormatException("a token holds at most " + VERSIONS_MAX + " KEKs");
    }
  }

  int newestVersion() {
    return domainKeys.isEmpty() ? 0 : domainKeys.lastKey();
  }

  TokenContent with(Ident made) {
    return new TokenContent(Optional.of(made), domainKeys);
  }

  TokenContent with(int version, DomainKeys keys) {
    SortedMap<Integer, DomainKeys> more = new TreeMap<>(domainKeys);
    more.put(version, keys);
    return new TokenContent(ident, more);
  }

  /// The caller wipes it.
  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      if (ident.isPresent()) {
        out.writeByte(IDENT);
        write(out, ident.get().privateKey());
        write(out, ident.get().publicKey());
      }
      for (var entry : domainKeys.entrySet()) {
        out.writeByte(DOMAIN_KEYS);
        out.writeInt(entry.getKey());
        write(out, entry.getValue().kek().getEncoded());
        write(out, entry.getValue().integrity().getEncoded());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  static TokenContent decode(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    TokenContent content = EMPTY;
    try {
      while (in.hasRemaining()) {
        content =
            switch (in.get()) {
              case IDENT -> content.with(new Ident(read(in), read(in)));
              case DOMAIN_KEYS -> content.with(in.getInt(), domainKeys(in));
              default -> throw new TokenFormatException("it holds an unknown kind of object");
            };
      }
    } catch (BufferUnderflowException e) {
      throw new TokenFormatException("its content ends too early");
    }
    return content;
  }

  private static DomainKeys domainKeys(ByteBuffer in) {
    byte[] kek = read(in);
    byte[] integrity = read(in);
    if (kek.length != DomainKeys.KEY_BYTES || integrity.length != DomainKeys.KEY_BYTES) {
      throw new TokenFormatException("its domain keys have a wrong length");
    }
    return DomainKeys.of(kek, integrity);
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static byte[] read(ByteBuffer in) {
    int length = Short.toUnsignedInt(in.getShort());
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
