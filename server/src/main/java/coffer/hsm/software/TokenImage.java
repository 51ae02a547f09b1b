package coffer.hsm.software;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/// A token file, byte for byte; all numbers big-endian:
///
/// ```
/// header    "CofferTk", format 1 (2), label length (1) and label, serial (16)
///           Argon2id memory in KiB (4), passes (1), lanes (1)
///           security officer's slot: salt (16), sealed token key (60)
///           crypto user's slot: present (1), then as above
/// content   length (4), sealed under the token key with the header as AAD
/// checksum  SHA-256 of all before (32)
/// ```
///
/// The checksum tells damage from a wrong PIN, before any work. It is no authentication: that is
/// the seal's. An older file put back is not noticed.
record TokenImage(
    TokenLabel token,
    Argon2Cost cost,
    PinSlot securityOfficer,
    Optional<PinSlot> cryptoUser,
    byte[] content) {
  static final int FILE_BYTES_MAX = 4 * 1024 * 1024;

  private static final byte[] MAGIC = "CofferTk".getBytes(US_ASCII);
  private static final int FORMAT = 1;
  private static final int SERIAL_BYTES = 16;
  private static final int CHECKSUM_BYTES = 32;

  byte[] header() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeShort(FORMAT);
      out.writeByte(token.label().length());
      out.writeBytes(token.label());
      out.writeBytes(token.serial());
      out.writeInt(cost.memoryKib());
      out.writeByte(cost.passes());
      out.writeByte(cost.lanes());
      write(out, securityOfficer);
      out.writeByte(cryptoUser.isPresent() ? 1 : 0);
      if (cryptoUser.isPresent()) {
        write(out, cryptoUser.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, PinSlot slot) throws IOException {
    out.write(slot.salt());
    out.write(slot.box());
  }

  byte[] encode() {
    byte[] header = header();
    byte[] file = new byte[header.length + 4 + content.length + CHECKSUM_BYTES];
    ByteBuffer out = ByteBuffer.wrap(file).put(header).putInt(content.length).put(content);
    out.put(sha256(file, out.position()));
    return file;
  }

  static TokenImage decode(byte[] file) {
    int body = file.length - CHECKSUM_BYTES;
    if (body < MAGIC.length || !MessageDigest.isEqual(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
      throw new TokenFormatException("it is not a token file");
    }
    byte[] checksum = Arrays.copyOfRange(file, body, file.length);
    if (!MessageDigest.isEqual(checksum, sha256(file, body))) {
      throw new TokenFormatException("it is damaged: its checksum does not match");
    }
    try {
      return decode(ByteBuffer.wrap(file, MAGIC.length, body - MAGIC.length));
    } catch (BufferUnderflowException e) {
      throw new TokenFormatException("it is damaged: it ends too early");
    }
  }

  private static TokenImage decode(ByteBuffer in) {
    if (in.getShort() != FORMAT) {
      throw new TokenFormatException("it was written by a newer version");
    }
    String label = text(in, Byte.toUnsignedInt(in.get()));
    TokenLabel token = new TokenLabel(label, text(in, SERIAL_BYTES));
    Argon2Cost cost = new Argon2Cost(in.getInt(), in.get(), in.get());
    PinSlot securityOfficer = slot(in);
    Optional<PinSlot> cryptoUser =
        switch (in.get()) {
          case 0 -> Optional.empty();
          case 1 -> Optional.of(slot(in));
          default -> throw new TokenFormatException("it is damaged: its slots are malformed");
        };
    int length = in.getInt();
    if (length != in.remaining()) {
      throw new TokenFormatException("it is damaged: its length does not match");
    }
    return new TokenImage(token, cost, securityOfficer, cryptoUser, bytes(in, length));
  }

  private static PinSlot slot(ByteBuffer in) {
    return new PinSlot(bytes(in, PinSlot.SALT_BYTES), bytes(in, PinSlot.BOX_BYTES));
  }

  private static String text(ByteBuffer in, int length) {
    return new String(bytes(in, length), US_ASCII);
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static byte[] sha256(byte[] file, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(file, 0, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
