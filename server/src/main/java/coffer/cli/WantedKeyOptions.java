package coffer.cli;

import coffer.hsm.ObjectAttribute;
import coffer.hsm.WantedKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a key that a tool makes shall be.
final class WantedKeyOptions {
  /// As `--type` spells kinds of keys.
  enum Type {
    aes,
    rsa,
    ec,
    generic
  }

  /// As `--curve` spells curves.
  enum Curve {
    p256,
    p384,
    p521,
    p256k;

    WantedKey.Type type() {
      return switch (this) {
        case p256 -> WantedKey.Type.EC_P256;
        case p384 -> WantedKey.Type.EC_P384;
        case p521 -> WantedKey.Type.EC_P521;
        case p256k -> WantedKey.Type.EC_P256K;
      };
    }
  }

  private static final Set<Integer> AES_BYTES = Set.of(16, 24, 32);
  private static final int GENERIC_BYTES_MAX = 128;
  private static final int RSA_BITS_MIN = 2048;
  private static final int RSA_BITS_MAX = 8192;

  @Option(
      names = "--type",
      paramLabel = "aes|rsa|ec|generic",
      defaultValue = "aes",
      description = "Default: ${DEFAULT-VALUE}.")
  private Type type = Type.aes;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "32",
      description = "Of AES and generic keys. Default: ${DEFAULT-VALUE}.")
  private int bytes = 32;

  @Option(
      names = "--bits",
      paramLabel = "N",
      defaultValue = "2048",
      description = "Of RSA keys. Default: ${DEFAULT-VALUE}.")
  private int bits = RSA_BITS_MIN;

  @Option(
      names = "--curve",
      paramLabel = "p256|p384|p521|p256k",
      defaultValue = "p256",
      description = "Of EC keys. Default: ${DEFAULT-VALUE}.")
  private Curve curve = Curve.p256;

  @Option(names = "--label", paramLabel = "TEXT", description = "The key's label.")
  private Optional<String> label = Optional.empty();

  @Option(names = "--id", paramLabel = "HEX", description = "CKA_ID. Default: none.")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--allow",
      paramLabel = "USE",
      split = ",",
      description = {
        "encrypt, decrypt, sign, verify, wrap, unwrap, derive. Default: aes encrypt,decrypt,wrap,",
        "unwrap; rsa and ec sign,verify; generic sign,verify."
      })
  private @Nullable List<String> uses;

  @Option(
      names = "--extractable",
      paramLabel = "true|false",
      arity = "1",
      description = "Whether it may leave, wrapped. Default: true for aes and generic keys.")
  private Optional<Boolean> extractable = Optional.empty();

  /// Asks for what is missing.
  WantedKey wanted(Terminal terminal) {
    String name = new Question(terminal).text(label, "Label", "--label TEXT");
    byte[] checked = AttributeAssignment.label(name);
    boolean secret = type == Type.aes || type == Type.generic;
    return new WantedKey(
        wantedType(),
        size(),
        new String(checked, StandardCharsets.UTF_8),
        AttributeAssignment.hex("--id", id.orElse("")),
        wantedUses(),
        extractable.orElse(secret));
  }

  private WantedKey.Type wantedType() {
    return switch (type) {
      case aes -> WantedKey.Type.AES;
      case generic -> WantedKey.Type.GENERIC;
      case rsa -> WantedKey.Type.RSA;
      case ec -> curve.type();
    };
  }

  private int size() {
    return switch (type) {
      case aes -> bytes(AES_BYTES.contains(bytes), "16, 24 or 32");
      case generic -> bytes(bytes >= 1 && bytes <= GENERIC_BYTES_MAX, "1 to " + GENERIC_BYTES_MAX);
      case rsa -> {
        if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX || bits % 8 != 0) {
          throw new Trouble("--bits of an RSA key is 2048 to 8192");
        }
        yield bits;
      }
      case ec -> 0;
    };
  }

  private int bytes(boolean fits, String expected) {
    if (!fits) {
      throw new Trouble("--bytes of such a key is " + expected);
    }
    return bytes * 8;
  }

  private Set<ObjectAttribute> wantedUses() {
    if (uses != null) {
      return KeyUseOption.parse(uses);
    }
    return type == Type.aes
        ? Set.of(
            ObjectAttribute.ENCRYPT,
            ObjectAttribute.DECRYPT,
            ObjectAttribute.WRAP,
            ObjectAttribute.UNWRAP)
        : Set.of(ObjectAttribute.SIGN, ObjectAttribute.VERIFY);
  }
}
