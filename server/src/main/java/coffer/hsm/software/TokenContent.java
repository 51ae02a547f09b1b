package coffer.hsm.software;

import coffer.model.KeyVersionId;
import coffer.model.WrappedKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;

/// The keys that live in a token: its identity, the cluster's domain keys by version, and installed
/// keys, wrapped under one of these.
///
/// @param sealed whether the domain keys stay here for ever
record TokenContent(
    Optional<Ident> ident,
    SortedMap<Integer, DomainKeys> domainKeys,
    SortedMap<KeyVersionId, WrappedKey> installed,
    boolean sealed) {
  static final TokenContent EMPTY =
      new TokenContent(Optional.empty(), new TreeMap<>(), new TreeMap<>(), false);

  /// A token is written whole, so that it must stay small.
  static final int INSTALLED_MAX = 1_200;

  private static final byte IDENT = 1;
  private static final byte DOMAIN_KEYS = 2;
  private static final byte INSTALLED = 3;
  private static final byte SEALED = 4;
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
    installed = Collections.unmodifiableSortedMap(new TreeMap<>(installed));
    if (installed.size() > INSTALLED_MAX) {
      throw new TokenFormatException("a token holds at most " + INSTALLED_MAX + " keys");
    }
  }

  int newestVersion() {
    return domainKeys.isEmpty() ? 0 : domainKeys.lastKey();
  }

  TokenContent with(Ident made) {
    return new TokenContent(Optional.of(made), domainKeys, installed, sealed);
  }

  TokenContent with(int version, DomainKeys keys) {
    SortedMap<Integer, DomainKeys> more = new TreeMap<>(domainKeys);
    more.put(version, keys);
    return new TokenContent(ident, more, installed, sealed);
  }

  TokenContent without(int version) {
    SortedMap<Integer, DomainKeys> less = new TreeMap<>(domainKeys);
    less.remove(version);
    return new TokenContent(ident, less, installed, sealed);
  }

  TokenContent with(KeyVersionId version, WrappedKey key) {
    SortedMap<KeyVersionId, WrappedKey> more = new TreeMap<>(installed);
    more.put(version, key);
    return new TokenContent(ident, domainKeys, more, sealed);
  }

  TokenContent without(KeyVersionId version) {
    SortedMap<KeyVersionId, WrappedKey> less = new TreeMap<>(installed);
    less.remove(version);
    return new TokenContent(ident, domainKeys, less, sealed);
  }

  TokenContent identOnly() {
    return new TokenContent(ident, new TreeMap<>(), new TreeMap<>(), false);
  }

  TokenContent asSealed() {
    return new TokenContent(ident, domainKeys, installed, true);
  }

  /// The caller wipes it. Sized first, because a buffer that grows leaves copies behind.
  byte[] encode() {
    int identBytes = ident.map(i -> 5 + i.privateKey().length + i.publicKey().length).orElse(0);
    int entryBytes = 9 + 2 * DomainKeys.KEY_BYTES;
    int keyBytes = installed.values().stream().mapToInt(k -> InstalledKeys.bytes(k) + 1).sum();
    byte[] encoded =
        new byte[identBytes + entryBytes * domainKeys.size() + keyBytes + (sealed ? 1 : 0)];
    ByteBuffer out = ByteBuffer.wrap(encoded);
    ident.ifPresent(i -> {
      out.put(IDENT);
      write(out, i.privateKey());
      write(out, i.publicKey());
    });
    domainKeys.forEach((version, keys) -> {
      out.put(DOMAIN_KEYS).putInt(version);
      write(out, keys.kek());
      write(out, keys.integrity());
    });
    installed.forEach((version, key) -> InstalledKeys.write(out.put(INSTALLED), version, key));
    if (sealed) {
      out.put(SEALED);
    }
    return encoded;
  }

  static TokenContent decode(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    TokenContent content = EMPTY;
    SortedMap<KeyVersionId, WrappedKey> keys = new TreeMap<>();
    try {
      while (in.hasRemaining()) {
        content =
            switch (in.get()) {
              case IDENT -> content.with(new Ident(read(in), read(in)));
              case DOMAIN_KEYS -> content.with(in.getInt(), domainKeys(in));
              case SEALED -> content.asSealed();
              case INSTALLED -> {
                keys.put(InstalledKeys.version(in), InstalledKeys.key(in));
                yield content;
              }
              default -> throw new TokenFormatException("it holds an unknown kind of object");
            };
      }
    } catch (BufferUnderflowException e) {
      throw new TokenFormatException("its content ends too early");
    }
    return new TokenContent(content.ident(), content.domainKeys(), keys, content.sealed());
  }

  private static DomainKeys domainKeys(ByteBuffer in) {
    byte[] kek = read(in);
    byte[] integrity = read(in);
    if (kek.length != DomainKeys.KEY_BYTES || integrity.length != DomainKeys.KEY_BYTES) {
      throw new TokenFormatException("its domain keys have a wrong length");
    }
    DomainKeys keys = DomainKeys.of(kek, integrity);
    Arrays.fill(kek, (byte) 0);
    Arrays.fill(integrity, (byte) 0);
    return keys;
  }

  private static void write(ByteBuffer out, SecretKeySpec key) {
    byte[] plain = key.getEncoded();
    write(out, plain);
    Arrays.fill(plain, (byte) 0);
  }

  static void write(ByteBuffer out, byte[] bytes) {
    out.putShort((short) bytes.length).put(bytes);
  }

  static byte[] read(ByteBuffer in) {
    int length = Short.toUnsignedInt(in.getShort());
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
