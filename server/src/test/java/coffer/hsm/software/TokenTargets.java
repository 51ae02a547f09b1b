package coffer.hsm.software;

import coffer.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Token files of the software HSM.
public final class TokenTargets {
  private static final int CHECKSUM_BYTES = 32;

  private TokenTargets() {}

  public static List<FuzzTarget> all() {
    PinSlot slot = new PinSlot(new byte[PinSlot.SALT_BYTES], new byte[PinSlot.BOX_BYTES]);
    byte[] image =
        new TokenImage(
                new TokenLabel("coffer-1", "0123456789abcdef"),
                Argon2Cost.DEFAULT,
                slot,
                Optional.of(slot),
                new byte[60])
            .encode();
    TokenContent content =
        TokenContent.EMPTY
            .with(new TokenContent.Ident(new byte[40], new byte[91]))
            .with(1, TokenContent.DomainKeys.of(filled(1), filled(2)));
    return List.of(
        FuzzTarget.of("token-file", TokenImage.class, TokenTargets::image)
            .from(image)
            .words("CofferTk", "\u0000\u0000", "\u00ff\u00ff\u00ff\u00ff")
            .refusing(TokenFormatException.class),
        FuzzTarget.of("token-content", TokenContent.class, TokenContent::decode)
            .from(content.encode())
            .words("\u0001", "\u0002\u0000\u0000\u0000\u0001\u0000 ")
            .refusing(TokenFormatException.class),
        FuzzTarget.of(
                "sealed-box",
                SealedBox.class,
                input -> SealedBox.open(filled(3), "aad".getBytes(StandardCharsets.UTF_8), input))
            .from(new byte[60], new byte[28]));
  }

  /// As it is, and with a checksum that is right: beyond it lies what damage alone never reaches.
  private static void image(byte[] input) throws NoSuchAlgorithmException {
    int body = input.length - CHECKSUM_BYTES;
    if (body > 0) {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(input, body));
      byte[] mended = ByteBuffer.allocate(input.length).put(input, 0, body).put(sum).array();
      TokenImage.decode(mended);
    }
    TokenImage.decode(input);
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
