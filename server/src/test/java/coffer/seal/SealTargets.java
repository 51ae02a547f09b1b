package coffer.seal;

import coffer.fuzz.FuzzTarget;
import coffer.model.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;

/// Envelopes and sealed values, as they lie in a store or in a backup that somebody hands over.
/// They are made at the lowest cost that is taken, so that many can be tried.
public final class SealTargets {
  private static final byte[] PASSPHRASE =
      "correct horse battery staple".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] KEY = new byte[32];
  private static final byte[] SECRET = "what is sealed".getBytes(StandardCharsets.US_ASCII);
  private static final String CONTEXT = "coffer/fuzz";
  private static final Passphrase.Cost LEAST = new Passphrase.Cost(8, 1);
  private static final int HEADER_BYTES = 1 + 4 + 4 + 16;
  private static final long WORK_KIB_MAX = 4 * 1024;

  private SealTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("passphrase-envelope", Passphrase.class, SealTargets::open)
            .from(envelope())
            .words("\u0001", "\u0000\u0000\u0000\b", "\u00ff\u00ff\u00ff\u00ff"),
        FuzzTarget.of("sealed-value", Sealer.class, SealTargets::openValue)
            .from(sealed())
            .words("\u0000", "\u00ff\u00ff\u00ff\u00ff"),
        FuzzTarget.of("sealed-stream", SealedStreams.class, SealTargets::openStream)
            .from(stream())
            .words("COFFER-SEALED/1\u0000", "\u0000\u0000", "\u00ff\u00ff")
            .refusing(SealedStreamException.class));
  }

  private static byte[] envelope() {
    try (SecretBytes passphrase = SecretBytes.owning(PASSPHRASE.clone());
        SecretBytes key = SecretBytes.owning(KEY.clone())) {
      return new Passphrase(RANDOM).envelope(CONTEXT, LEAST, passphrase, key);
    }
  }

  private static byte[] sealed() {
    try (SecretBytes secret = SecretBytes.owning(SECRET.clone())) {
      return new Sealer(KEY, RANDOM).seal(CONTEXT, secret);
    }
  }

  /// Of one short chunk.
  private static byte[] stream() {
    try (SecretBytes passphrase = SecretBytes.owning(PASSPHRASE.clone());
        SecretBytes key = SecretBytes.owning(KEY.clone())) {
      byte[] header =
          SealedStreams.header(
              new Passphrase(RANDOM).envelope(SealedStreams.CONTEXT, LEAST, passphrase, key));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(header);
      try (OutputStream sealing = new SealingOutput(out, new ChunkCipher(KEY, header))) {
        sealing.write(SECRET);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What opens is what was sealed, whatever was changed on the way.
  private static void open(byte[] envelope) {
    if (costsMuch(envelope, 0)) {
      return;
    }
    try (SecretBytes passphrase = SecretBytes.owning(PASSPHRASE.clone())) {
      new Passphrase(RANDOM)
          .openKey(CONTEXT, envelope, passphrase)
          .ifPresent(key -> requireClosed(key, KEY));
    }
  }

  private static void openValue(byte[] sealed) {
    new Sealer(KEY, RANDOM)
        .open(CONTEXT, sealed)
        .ifPresent(secret -> requireClosed(secret, SECRET));
  }

  private static void openStream(byte[] input) throws IOException {
    if (costsMuch(input, SealedStreams.MAGIC.length + Short.BYTES)) {
      return;
    }
    try (SecretBytes passphrase = SecretBytes.owning(PASSPHRASE.clone());
        InputStream in =
            new SealedStreams(RANDOM).opening(new ByteArrayInputStream(input), passphrase)) {
      require(MessageDigest.isEqual(in.readAllBytes(), SECRET));
    }
  }

  /// More than is worth trying; still within bounds. What is beyond them costs nothing.
  private static boolean costsMuch(byte[] input, int from) {
    if (input.length < from + HEADER_BYTES) {
      return false;
    }
    Passphrase.Cost cost =
        new Passphrase.Cost(
            ByteBuffer.wrap(input).getInt(from + 1), ByteBuffer.wrap(input).getInt(from + 5));
    return cost.isBounded() && (long) cost.memoryKib() * cost.iterations() > WORK_KIB_MAX;
  }

  private static void requireClosed(SecretBytes opened, byte[] expected) {
    try (opened;
        SecretBytes sealed = SecretBytes.owning(expected.clone())) {
      require(opened.equals(sealed));
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("something else was opened");
    }
  }
}
