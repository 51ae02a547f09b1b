package coffer.compat.kms;

import coffer.compat.harness.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A custodian's own HSM, apart from the server's: what `--module` and the environment say of it.
///
/// @param module arguments that name module and token
record CustodianHsm(List<String> module, Map<String, String> environment) {
  private static final String PIN = "custodians-own-pin";
  private static final String SO_PIN = "officers-own-pin";
  private static final String LABEL = "custodian";
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  /// A token of SoftHSM2, initialised by our tools.
  static CustodianHsm softHsm(Path folder) {
    Path conf = folder.resolve("custodian.conf");
    write(
        conf,
        "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n"
            .formatted(directory(folder.resolve("custodian-tokens"))));
    CustodianHsm blank =
        new CustodianHsm(
            List.of("--module", library("softhsm/libsofthsm2.so")), environment(conf.toString()));
    blank.run("hsm", "init-partition", "--label", LABEL);
    blank.run("hsm", "init-role", "--token", LABEL);
    List<String> named = new ArrayList<>(blank.module());
    named.addAll(List.of("--token", LABEL));
    return new CustodianHsm(named, blank.environment());
  }

  /// A database of NSS.
  static CustodianHsm nss(Path folder) {
    Path database = directory(folder.resolve("custodian-nss"));
    Path pin = folder.resolve("custodian-nss.pin");
    write(pin, PIN);
    Command.run(
            folder,
            Map.of(),
            DEADLINE,
            List.of("certutil", "-N", "-d", "sql:" + database, "-f", pin.toString()))
        .orFail("certutil (apt-get install libnss3-tools)");
    return new CustodianHsm(
        List.of(
            "--module",
            library("x86_64-linux-gnu/libsoftokn3.so"),
            "--module-args",
            "configdir='sql:%s' certPrefix='' keyPrefix='' secmod='' flags=noModDB"
                .formatted(database),
            "--token",
            "NSS Certificate DB"),
        environment(""));
  }

  /// Runs a tool on it; what it printed.
  String run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(module);
    return Command.coffer(environment, all).orFail(String.join(" ", words)).output();
  }

  private static Map<String, String> environment(String conf) {
    return Map.of(
        "SOFTHSM2_CONF", conf,
        "COFFER_HSM_PIN", PIN,
        "COFFER_HSM_NEW_PIN", PIN,
        "COFFER_HSM_SO_PIN", SO_PIN);
  }

  private static String library(String name) {
    Path path = Path.of("/usr/lib").resolve(name);
    if (!Files.exists(path)) {
      throw new AssertionError(path + " is missing: apt-get install softhsm2 libnss3");
    }
    return path.toString();
  }

  private static Path directory(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
