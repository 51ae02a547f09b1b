package coffer.boot;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `coffer bench`: measures in a process of its own, so that the client's work stays out of the
/// server's figures.
@Command(
    name = "bench",
    description = "Measure what calls cost, against a server that it starts itself.",
    customSynopsis = "coffer bench [OPTIONS]",
    footer = {
      "  --json                 One JSON document instead of the table.",
      "  --hsm NAME             Whose HSMs: software, softhsm or nss; software by default.",
      "  --connections N[,N]    A row for each number; 1,8,32 by default.",
      "  --only NAME[,NAME]     These instead of all: Sign, instance:Encrypt,",
      "                         instance:Encrypt:RSA_2048, CreateKey, Connect (new connections),",
      "                         Lanes (the PKCS #11 driver beside a loop in C).",
      "  --keys[=N]             Instead: what N keys cost against 1000; 100000 by default.",
      "  --no-steps             Do not time the steps of Encrypt.",
      "  --seconds N            How long each row is measured; 10 by default.",
      "  --warm-up N            Seconds before each operation, and more until the server has",
      "                         compiled what runs often; 5 by default."
    })
final class BenchCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  private final PrintStream err;
  private final Path home;

  // Filled by picocli.
  @Unmatched private final List<String> arguments = new ArrayList<>();

  /// @param home holds `bench/target`, where the build leaves the benchmark
  BenchCommand(PrintStream err, Path home) {
    this.err = err;
    this.home = home;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path jar = home.resolve("bench/target/coffer-bench.jar");
    if (!Files.exists(jar)) {
      err.println("coffer: the benchmark is not built: run it as ./coffer bench");
      return FAILED;
    }
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Dcoffer.home=" + home);
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(arguments);
    Process bench = new ProcessBuilder(command).inheritIO().start();
    // It removes what it made; whoever stops this process means it.
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(bench::destroy));
    return bench.waitFor();
  }
}
