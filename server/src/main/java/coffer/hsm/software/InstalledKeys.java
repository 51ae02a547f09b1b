package coffer.hsm.software;

import static java.nio.charset.StandardCharsets.US_ASCII;

import coffer.model.KeyVersionId;
import coffer.model.WireName;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.nio.ByteBuffer;
import java.util.UUID;

/// How keys that rest in a token are written there: the id of the version, the version of the KEK,
/// the wrap format, and the wrapped key, the last two with their lengths before them.
final class InstalledKeys {
  private static final int FIXED_BYTES = 16 + 4 + 2 + 2;
  private static final byte[] NONE = {};

  private InstalledKeys() {}

  static int bytes(WrappedKey key) {
    return FIXED_BYTES + key.format().wireName().length() + key.wrapped().length;
  }

  static void write(ByteBuffer out, KeyVersionId version, WrappedKey key) {
    out.putLong(version.value().getMostSignificantBits());
    out.putLong(version.value().getLeastSignificantBits());
    out.putInt(key.kekVersion());
    TokenContent.write(out, key.format().wireName().getBytes(US_ASCII));
    TokenContent.write(out, key.wrapped());
  }

  static KeyVersionId version(ByteBuffer in) {
    return new KeyVersionId(new UUID(in.getLong(), in.getLong()));
  }

  static WrappedKey key(ByteBuffer in) {
    int kekVersion = in.getInt();
    WrapFormat format =
        WireName.find(WrapFormat.class, new String(TokenContent.read(in), US_ASCII))
            .orElseThrow(() -> new TokenFormatException("it holds a key of an unknown format"));
    return new WrappedKey(kekVersion, format, TokenContent.read(in), NONE);
  }
}
