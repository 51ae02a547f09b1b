package coffer.hsm;

import java.nio.file.Path;
import java.util.Optional;

/// A PKCS #11 module that the configuration declares. URIs and operations name it, never its path.
///
/// @param sha256 lower-case hex of the file's SHA-256; checked before it is loaded, when given
/// @param initArguments the string some modules need in C_Initialize
public record HsmModule(
    String name, Path path, Optional<String> sha256, Optional<String> initArguments) {}
