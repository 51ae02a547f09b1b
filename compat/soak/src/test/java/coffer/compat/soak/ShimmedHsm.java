package coffer.compat.soak;

import coffer.compat.harness.Command;
import coffer.compat.harness.SoftHsmTokens;
import coffer.compat.harness.shim.FaultShim;
import coffer.compat.harness.shim.ShimControl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One token of a SoftHSM of its own, behind a module that goes wrong on command, in a zone of its
/// own.
record ShimmedHsm(String name, String zone, Path library, ShimControl control) {
  private static final Duration TOOL_DEADLINE = Duration.ofMinutes(1);

  static ShimmedHsm make(Path folder, String zone, FaultShim.Pins pins) {
    String name = "hsm-" + zone;
    try {
      Path tokens = Files.createDirectories(folder.resolve(name + "-tokens"));
      Path conf = folder.resolve(name + "-softhsm2.conf");
      Files.writeString(
          conf,
          "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n"
              .formatted(tokens));
      Map<String, String> environment = Map.of("SOFTHSM2_CONF", conf.toString());
      List<String> words =
          List.of(
              "softhsm2-util",
              "--init-token",
              "--free",
              "--label",
              name,
              "--pin",
              pins.user(),
              "--so-pin",
              pins.officer());
      Command.run(folder, environment, TOOL_DEADLINE, words).orFail("softhsm2-util");
      FaultShim shim = FaultShim.build(folder, name, SoftHsmTokens.module(), environment, pins);
      return new ShimmedHsm(name, zone, shim.library(), shim.control());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How the server's configuration declares it, for `modules`.
  String module() {
    return "  - name: " + name + "\n    path: " + library + "\n";
  }

  /// How it is a seat of the cluster that the server makes at its first start.
  String seat(Path pin, Path soPin) {
    return """
      - uri: "pkcs11:token=%s?module-name=%s"
        zone: %s
        pin-source: file:%s
        so-pin-source: file:%s
    """
        .formatted(name, name, zone, pin, soPin);
  }
}
