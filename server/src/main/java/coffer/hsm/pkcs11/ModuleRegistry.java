package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The modules of this process. C_Initialize may be called once for each library and process, so
/// there is one registry, keyed by the file's real path: the same file under two names is one.
final class ModuleRegistry {
  /// Static because what it guards, the process's loaded libraries, is.
  static final ModuleRegistry PROCESS = new ModuleRegistry();

  private static final Duration LOAD_WAIT = Duration.ofSeconds(40);

  /// A future for each module, so that one that hangs in C_Initialize holds up nobody else's.
  private final Map<Path, CompletableFuture<LoadedModule>> loaded = new HashMap<>();

  private ModuleRegistry() {}

  /// The module, loaded and initialised now or before; first it is tried in another process, which
  /// may crash instead of this one. May hang in the module: call it on a thread that may.
  LoadedModule loadTried(HsmModule declared) {
    return load(declared, () -> Officer.perform(OfficerRequest.tryModule(declared)));
  }

  /// The same without the trial.
  LoadedModule load(HsmModule declared) {
    return load(declared, () -> {});
  }

  private LoadedModule load(HsmModule declared, Runnable trial) {
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
    LoadedModule known = loadOnce(declared, path, trial);
    if (!known.initArguments().equals(declared.initArguments())) {
      throw new HsmException(
          HsmFailure.CALLER,
          "module " + declared.name() + ": declared twice with different init arguments");
    }
    return known;
  }

  private LoadedModule loadOnce(HsmModule declared, Path path, Runnable trial) {
    CompletableFuture<LoadedModule> mine = new CompletableFuture<>();
    CompletableFuture<LoadedModule> first;
    synchronized (loaded) {
      first = loaded.putIfAbsent(path, mine);
    }
    if (first != null) {
      return Errand.Waiting.of(first, LOAD_WAIT, "the module is still being loaded");
    }
    try {
      trial.run();
      LoadedModule module = initialized(declared, path);
      mine.complete(module);
      return module;
    } catch (RuntimeException | Error e) {
      synchronized (loaded) {
        loaded.remove(path);
      }
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private static LoadedModule initialized(HsmModule declared, Path path) {
    LoadedModule module;
    try {
      module = new LoadedModule(declared.name(), new Cryptoki(path), declared.initArguments());
    } catch (IllegalArgumentException e) {
      throw new HsmException(
          HsmFailure.CALLER,
          "module "
              + declared.name()
              + ": not a PKCS #11 library; declare the path of the vendor's .so file",
          e);
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
        new HsmException(
            HsmFailure.CALLER,
            "module "
                + declared.name()
                + ": no such file; declare the path of the vendor's .so file",
            why));
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
