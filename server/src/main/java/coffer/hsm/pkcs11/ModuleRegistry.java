package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// The modules of this process. C_Initialize may be called once for each library and process, so
/// there is one registry, keyed by the file's real path: the same file under two names is one.
final class ModuleRegistry {
  /// Static because what it guards, the process's loaded libraries, is.
  static final ModuleRegistry PROCESS = new ModuleRegistry();

  private final Map<Path, LoadedModule> loaded = new HashMap<>();

  private ModuleRegistry() {}

  /// The module, loaded and initialised now or before. May hang in the module: call it on a thread
  /// that may.
  synchronized LoadedModule load(HsmModule declared) {
    if (!Downcall.supported()) {
      throw new HsmException(
          HsmFailure.UNSUPPORTED, "PKCS #11 modules need a platform with 64-bit C long");
    }
    Path path = realPath(declared);
    if (declared.sha256().isPresent()
        && !declared.sha256().get().equalsIgnoreCase(sha256(declared, path))) {
      throw new HsmException(
          HsmFailure.CALLER, "module " + declared.name() + ": its SHA-256 is not the declared one");
    }
    LoadedModule known = loaded.get(path);
    if (known == null) {
      known = initialized(declared, path);
      loaded.put(path, known);
    }
    if (!known.initArguments().equals(declared.initArguments())) {
      throw new HsmException(
          HsmFailure.CALLER,
          "module " + declared.name() + ": declared twice with different init arguments");
    }
    return known;
  }

  private static LoadedModule initialized(HsmModule declared, Path path) {
    LoadedModule module;
    try {
      module = new LoadedModule(declared.name(), new Cryptoki(path), declared.initArguments());
    } catch (IllegalArgumentException e) {
      throw new HsmException(
          HsmFailure.CALLER, "module " + declared.name() + ": not a PKCS #11 library", e);
    }
    long code = module.initialize();
    if (code != 0) {
      // ALREADY_INITIALIZED included: somebody else in this process owns it, and may finalise it.
      throw new HsmException(
          HsmFailure.UNAVAILABLE,
          "module "
              + declared.name()
              + ": "
              + new ModuleRefusal("C_Initialize", code).getMessage());
    }
    return module;
  }

  private static Path realPath(HsmModule declared) {
    if (!declared.path().isAbsolute()) {
      throw new HsmException(
          HsmFailure.CALLER, "module " + declared.name() + ": its path is not absolute");
    }
    Optional<Path> path = Optional.empty();
    IOException cause = new IOException("not a regular file");
    try {
      path = Optional.of(declared.path().toRealPath()).filter(Files::isRegularFile);
    } catch (IOException e) {
      cause = e;
    }
    IOException why = cause;
    return path.orElseThrow(() ->
        new HsmException(HsmFailure.CALLER, "module " + declared.name() + ": no such file", why));
  }

  private static String sha256(HsmModule declared, Path path) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
    } catch (IOException e) {
      throw new HsmException(
          HsmFailure.CALLER, "module " + declared.name() + ": cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
