package coffer.cli;

import coffer.model.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Two SoftHSM2 tokens in a folder of their own, and the configuration of a server whose cluster
/// they are.
///
/// @param environment what the server needs to find the tokens
record SoftHsm(Path config, Map<String, String> environment) {
  private static final String TOOL = "softhsm2-util";
  private static final List<Path> MODULES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"));
  private static final List<String> ZONES = List.of("zone-a", "zone-b");
  private static final int TOOL_SECONDS_MAX = 30;
  private static final int INSTALL_SECONDS_MAX = 300;

  static SoftHsm make(Path folder, SecureRandom random) {
    Path tokens = folder.resolve("tokens");
    PrivateFiles.folder(tokens);
    Path conf = folder.resolve("softhsm2.conf");
    write(
        conf,
        "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n"
            .formatted(tokens));
    Map<String, String> environment = Map.of("SOFTHSM2_CONF", conf.toString());
    Path pin = folder.resolve("kmsuser.pin");
    Path soPin = folder.resolve("so.pin");
    try (SecretBytes user = Passwords.generate(random);
        SecretBytes officer = Passwords.generate(random)) {
      for (int i = 0; i < ZONES.size(); i++) {
        initialise(label(i), user, officer, environment);
      }
      keep(pin, user);
      keep(soPin, officer);
    }
    Path config = folder.resolve("coffer.yaml");
    write(config, yaml(module(), pin, soPin));
    return new SoftHsm(config, environment);
  }

  /// As root installs the package when it is missing; otherwise says what to type.
  static void require(Narration narration) {
    boolean there = MODULES.stream().anyMatch(Files::exists) && Files.exists(tool());
    if (there) {
      return;
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new Trouble("SoftHSM2 is not installed. Type: sudo apt-get install softhsm2");
    }
    narration.say("Installing softhsm2 ...");
    ProcessBuilder install =
        new ProcessBuilder(
            "sh",
            "-c",
            "apt-get install -qy softhsm2 || { apt-get update -q && apt-get install -qy softhsm2; }");
    install.environment().put("DEBIAN_FRONTEND", "noninteractive");
    run(install, INSTALL_SECONDS_MAX, "apt-get install softhsm2");
  }

  static String yaml(Path module, Path pin, Path soPin) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("modules:\n  - name: softhsm\n    path: ").append(module).append("\ncluster:\n");
    for (int i = 0; i < ZONES.size(); i++) {
      yaml.append("  - uri: \"pkcs11:token=%s?module-name=softhsm\"\n".formatted(label(i)));
      yaml.append("    zone: ").append(ZONES.get(i)).append('\n');
      yaml.append("    pin-source: file:").append(pin).append('\n');
      yaml.append("    so-pin-source: file:").append(soPin).append('\n');
    }
    return yaml.toString();
  }

  static String label(int index) {
    return "coffer-demo-" + (index + 1);
  }

  private static Path tool() {
    return Path.of("/usr/bin").resolve(TOOL);
  }

  static Path module() {
    return MODULES.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new Trouble("The SoftHSM2 module is not where Debian puts it"));
  }

  /// The tool takes PINs only as arguments or from a terminal; these open nothing but the tokens of
  /// this run.
  private static void initialise(
      String label, SecretBytes user, SecretBytes officer, Map<String, String> environment) {
    ProcessBuilder init =
        new ProcessBuilder(
            tool().toString(),
            "--init-token",
            "--free",
            "--label",
            label,
            "--pin",
            user.use(SoftHsm::text),
            "--so-pin",
            officer.use(SoftHsm::text));
    init.environment().putAll(environment);
    run(init, TOOL_SECONDS_MAX, TOOL + " --init-token");
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  static void keep(Path file, SecretBytes pin) {
    pin.use(bytes -> {
      PrivateFiles.write(file, bytes);
      return bytes.length;
    });
  }

  static void run(ProcessBuilder builder, int secondsMax, String what) {
    try {
      Process process =
          builder
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new Trouble(what + " did not end within " + secondsMax + " seconds");
      }
      if (process.exitValue() != 0) {
        throw new Trouble(what + " failed, exit code " + process.exitValue());
      }
    } catch (IOException e) {
      throw new Trouble(what + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble("Interrupted", e);
    }
  }

  private static void write(Path file, String text) {
    PrivateFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
