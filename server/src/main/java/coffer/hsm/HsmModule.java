package coffer.hsm;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// A PKCS #11 module that the configuration declares. URIs and operations name it, never its path.
///
/// @param sha256 lower-case hex of the file's SHA-256; checked before it is loaded, when given
/// @param initArguments the string some modules need in C_Initialize
/// @param lanes threads for short operations; measured when not given
/// @param rsaLanes threads for RSA private-key operations
public record HsmModule(
    String name,
    Path path,
    Optional<String> sha256,
    Optional<String> initArguments,
    OptionalInt lanes,
    OptionalInt rsaLanes) {
  /// The most threads of one kind.
  public static final int LANES_MAX = 32;

  /// Of a module whose threads the driver counts out itself.
  public HsmModule(
      String name, Path path, Optional<String> sha256, Optional<String> initArguments) {
    this(name, path, sha256, initArguments, OptionalInt.empty(), OptionalInt.empty());
  }
}
