package coffer.compat.harness.shim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A built shim over a copy of a real module, so that several in one process share no state.
///
/// @param library what to declare as the module's path
public record FaultShim(Path library, ShimControl control) {
  private static final String SOURCE = "compat/harness/src/main/c/faultshim.c";
  private static final long BUILD_SECONDS_MAX = 60;

  /// What the shim needs to know of the tokens, to initialise them anew.
  public record Pins(String officer, String user) {}

  /// @param target the real module
  /// @param environment set before the real module is initialised
  public static FaultShim build(
      Path folder, String name, Path target, Map<String, String> environment, Pins pins) {
    try {
      Path library = folder.toAbsolutePath().resolve(name + ".so");
      compile(library);
      Path copy = library.resolveSibling(name + "-target.so");
      Files.copy(target, copy, StandardCopyOption.REPLACE_EXISTING);
      StringBuilder settings = new StringBuilder();
      settings.append("target ").append(copy).append('\n');
      settings.append("so-pin ").append(pins.officer()).append('\n');
      settings.append("pin ").append(pins.user()).append('\n');
      settings.append("turn ").append(library.resolveSibling("faultshim.lock")).append('\n');
      environment.forEach((variable, value) ->
          settings.append("env ").append(variable).append('=').append(value).append('\n'));
      Files.writeString(Path.of(library + ".conf"), settings);
      return new FaultShim(library, ShimControl.create(Path.of(library + ".control")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(Path library) {
    List<String> command =
        List.of(
            "gcc",
            "-std=gnu11",
            "-O2",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-fPIC",
            "-shared",
            "-fvisibility=hidden",
            "-pthread",
            "-o",
            library.toString(),
            source().toString(),
            "-ldl");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Path.of(library + ".log").toFile())
              .start();
      if (!process.waitFor(BUILD_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(
            "gcc failed on " + SOURCE + ": " + Files.readString(Path.of(library + ".log")));
      }
    } catch (IOException e) {
      throw new AssertionError("gcc is missing: apt-get install gcc libc6-dev", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static Path source() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(SOURCE))) {
        return folder.resolve(SOURCE);
      }
    }
    throw new AssertionError("not inside the repository");
  }
}
