package coffer.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The JVM around the official SDK. It shares no class path with this one: the SDK brings its own
/// protobuf.
final class SdkProcess implements AutoCloseable {
  private static final String MAIN = "coffer.compat.dkms.DemoClient";
  private static final String JAR = "compat/dkms/target/coffer-compat-dkms.jar";
  private static final int LEVELS_MAX = 4;
  private static final int END_SECONDS_MAX = 5;

  private final Process process;

  private SdkProcess(Process process) {
    this.process = process;
  }

  /// @param log where its standard error goes
  static SdkProcess start(Path jar, Path log) {
    List<Path> classPath = new ArrayList<>(List.of(jar));
    try (DirectoryStream<Path> lib = Files.newDirectoryStream(jar.resolveSibling("lib"), "*.jar")) {
      lib.forEach(classPath::add);
      return new SdkProcess(
          ChildJvm.of(ChildJvm.classPath(classPath), MAIN, List.of())
              .redirectError(log.toFile())
              .start());
    } catch (IOException e) {
      throw new Trouble("Cannot start the SDK's process: " + e.getMessage(), e);
    }
  }

  /// The built driver: under the home that `./coffer` names, or in the project that this class was
  /// built in.
  static Path jar() {
    Optional<Path> home = Optional.ofNullable(System.getProperty("coffer.home")).map(Path::of);
    Optional<Path> at = home.or(SdkProcess::ownLocation);
    for (int i = 0; i < LEVELS_MAX && at.isPresent(); i++) {
      Path jar = at.get().resolve(JAR).toAbsolutePath();
      if (Files.exists(jar)) {
        return jar;
      }
      at = at.map(Path::getParent);
    }
    throw new Trouble("The SDK's driver is not built: run it as ./coffer demo");
  }

  private static Optional<Path> ownLocation() {
    CodeSource source = SdkProcess.class.getProtectionDomain().getCodeSource();
    return Optional.ofNullable(source)
        .map(s -> Path.of(s.getLocation().getPath()).toAbsolutePath().getParent());
  }

  SdkClient client() {
    return new SdkClient(process.getOutputStream(), process.getInputStream());
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      // Its pipe is broken: it is gone or will be.
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
