package coffer.compat.kms;

import coffer.compat.harness.ServerHome;
import coffer.compat.harness.Text;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// aliyuncli 2.1.9 on Jython. One process runs all commands.
final class Aliyuncli implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private final Process process;
  private final Path errors;
  private final BufferedWriter in;
  private final BufferedReader out;

  private Aliyuncli(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  static Aliyuncli start(ServerHome home, Path folder) {
    Path errors = folder.resolve("aliyuncli.err");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dpython.cachedir.skip=true",
                "-Dpython.path="
                    + Installed.driver("jython/hook")
                    + ":"
                    + Installed.client("jython/packages"),
                "-jar",
                Installed.client("jython/jython-standalone-2.7.4.jar"),
                Installed.driver("jython/console.py"))
            .directory(folder.toFile())
            .redirectError(errors.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("COFFER_ENDPOINT", home.server().hostAndPort());
    environment.put("ALIBABA_CLOUD_CA_BUNDLE", home.server().ca().toString());
    environment.put("no_proxy", "*");
    try {
      return new Aliyuncli(builder.start(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Somebody at this keyboard, after `aliyuncli configure set`.
  Person configured(Path homeDirectory, String keyId, String secret) {
    Person person = new Person(homeDirectory);
    person.type(
        "configure",
        "set",
        "--aliyun_access_key_id",
        keyId,
        "--aliyun_access_key_secret",
        secret,
        "--region",
        "cn-hangzhou",
        "--output",
        "json");
    return person;
  }

  /// A home directory with a configuration in it.
  final class Person {
    private final Path homeDirectory;

    private Person(Path homeDirectory) {
      this.homeDirectory = homeDirectory;
    }

    /// What was printed. aliyuncli may end with 0 whatever the service says.
    String type(String... words) {
      return run(homeDirectory + "\t" + String.join("\t", words), words[1]);
    }

    /// A field of what was printed.
    String field(String name, String... words) {
      return Text.field(type(words), name);
    }
  }

  private synchronized String run(String line, String what) {
    try {
      in.write(line);
      in.newLine();
      in.flush();
      CompletableFuture<Optional<String>> answer = CompletableFuture.supplyAsync(this::line);
      String text =
          answer
              .get(DEADLINE.toSeconds(), TimeUnit.SECONDS)
              .orElseThrow(() -> gone(what, new IOException("it ended")));
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw gone(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private Optional<String> line() {
    try {
      return Optional.ofNullable(out.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AssertionError gone(String what, Exception cause) {
    process.destroyForcibly();
    try {
      return new AssertionError("aliyuncli, " + what + ":\n" + Files.readString(errors), cause);
    } catch (IOException e) {
      return new AssertionError("aliyuncli, " + what, e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
