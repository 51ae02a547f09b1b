package coffer.cli;

import coffer.hsm.ObjectKind;
import coffer.hsm.WrapMethod;
import java.util.Set;
import picocli.CommandLine.Option;

/// How a key travels.
final class WrapOptions {
  /// As `--hash` spells hashes.
  enum Hash {
    sha1,
    sha256
  }

  @Option(
      names = "--mechanism",
      paramLabel = "rsa-oaep|rsa-pkcs1|aes-kw|aes-kwp",
      required = true,
      description = "How.")
  private String mechanism = "";

  @Option(
      names = "--hash",
      paramLabel = "sha1|sha256",
      defaultValue = "sha256",
      description = "Of rsa-oaep, and of its MGF1. Default: ${DEFAULT-VALUE}.")
  private Hash hash = Hash.sha256;

  WrapMethod method() {
    return switch (mechanism) {
      case "rsa-oaep" -> hash == Hash.sha1 ? WrapMethod.RSA_OAEP_SHA1 : WrapMethod.RSA_OAEP_SHA256;
      case "rsa-pkcs1" -> WrapMethod.RSA_PKCS1;
      case "aes-kw" -> WrapMethod.AES_KW;
      case "aes-kwp" -> WrapMethod.AES_KWP;
      default -> throw new Trouble("--mechanism takes rsa-oaep, rsa-pkcs1, aes-kw, aes-kwp");
    };
  }

  static Set<ObjectKind> wrapping(WrapMethod method) {
    return Set.of(method.isRsa() ? ObjectKind.PUBLIC_KEY : ObjectKind.SECRET_KEY);
  }

  static Set<ObjectKind> unwrapping(WrapMethod method) {
    return Set.of(method.isRsa() ? ObjectKind.PRIVATE_KEY : ObjectKind.SECRET_KEY);
  }
}
