package coffer.keys;

import coffer.hsm.Hsm;
import coffer.model.ImportTicket;
import coffer.model.ImportTicketId;
import coffer.model.KeyId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// The proof that its bearer was invited to import material for one key under one public key. To
/// clients it is opaque: a version, the ticket's id (16 bytes), when it ends (8), SHA-256 over what
/// the service keeps of the ticket (32), and a MAC by the cluster's integrity key over all of that
/// and the key's id (32), in Base64.
///
/// @param content SHA-256 of algorithm and wrapping pair, so that they cannot be swapped in the
///   store
record ImportToken(ImportTicketId ticket, Instant expires, byte[] content, byte[] mac) {
  private static final String DOMAIN = "coffer-import-token/1";
  private static final byte VERSION = 1;
  private static final int HASH_BYTES = 32;
  private static final int BYTES = 1 + 2 * Long.BYTES + Long.BYTES + 2 * HASH_BYTES;
  private static final int TEXT_LENGTH = (BYTES + 2) / 3 * 4;

  static ImportToken issue(Hsm hsm, ImportTicket ticket) {
    byte[] content = content(ticket);
    byte[] mac = mac(hsm, ticket.key(), ticket.id(), ticket.expires(), content);
    return new ImportToken(ticket.id(), ticket.expires(), content, mac);
  }

  /// Empty unless it has the form of one; whether it is one, `isOf` says.
  static Optional<ImportToken> parse(String text) {
    if (text.length() != TEXT_LENGTH) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      boolean whole = bytes.length == BYTES && bytes[0] == VERSION;
      boolean oneSpelling = Base64.getEncoder().encodeToString(bytes).equals(text);
      return whole && oneSpelling ? Optional.of(read(bytes)) : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  String text() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).put(VERSION);
    bytes.putLong(ticket.value().getMostSignificantBits());
    bytes.putLong(ticket.value().getLeastSignificantBits());
    bytes.putLong(expires.toEpochMilli()).put(content).put(mac);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /// Whether this cluster made it for this key.
  boolean isOf(Hsm hsm, KeyId key) {
    return MessageDigest.isEqual(mac, mac(hsm, key, ticket, expires, content));
  }

  /// Whether it was made for this ticket, as that is kept now.
  boolean fits(ImportTicket kept) {
    return MessageDigest.isEqual(content, content(kept));
  }

  private static ImportToken read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
    ImportTicketId ticket = new ImportTicketId(new UUID(in.getLong(), in.getLong()));
    Instant expires = Instant.ofEpochMilli(in.getLong());
    int content = in.position();
    return new ImportToken(
        ticket,
        expires,
        Arrays.copyOfRange(bytes, content, content + HASH_BYTES),
        Arrays.copyOfRange(bytes, content + HASH_BYTES, BYTES));
  }

  private static byte[] mac(
      Hsm hsm, KeyId key, ImportTicketId ticket, Instant expires, byte[] content) {
    return LastingMac.of(
        hsm,
        encoded(out -> {
          out.writeUTF(DOMAIN);
          out.writeUTF(key.value());
          out.writeUTF(ticket.toString());
          out.writeLong(expires.toEpochMilli());
          out.write(content);
        }));
  }

  private static byte[] content(ImportTicket ticket) {
    byte[] kept =
        encoded(out -> {
          out.writeUTF(ticket.algorithm().wireName());
          out.writeInt(ticket.pair().kekVersion());
          out.writeUTF(ticket.pair().format().wireName());
          out.writeInt(ticket.pair().wrapped().length);
          out.write(ticket.pair().wrapped());
          out.write(ticket.pair().publicKey());
        });
    try {
      return MessageDigest.getInstance("SHA-256").digest(kept);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private interface Encoding {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] encoded(Encoding encoding) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      encoding.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
