package coffer.compat.soak;

import coffer.compat.harness.ClusterKind;
import coffer.compat.harness.shim.FaultShim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Two HSMs in two zones that go wrong on command, and the configuration of a server with them.
final class ShimmedHsms {
  private static final FaultShim.Pins PINS = new FaultShim.Pins("08150815", "47114711");

  private final List<ShimmedHsm> all = new ArrayList<>();

  /// Made in a folder; to be called once.
  ClusterKind.Settings settings(Path folder) {
    for (String zone : List.of("zone-a", "zone-b")) {
      all.add(ShimmedHsm.make(folder, zone, PINS));
    }
    try {
      Path pin = Files.writeString(folder.resolve("kmsuser.pin"), PINS.user());
      Path soPin = Files.writeString(folder.resolve("so.pin"), PINS.officer());
      String modules = all.stream().map(ShimmedHsm::module).collect(Collectors.joining());
      String seats = all.stream().map(hsm -> hsm.seat(pin, soPin)).collect(Collectors.joining());
      Path config =
          Files.writeString(
              folder.resolve("coffer.yaml"), "modules:\n" + modules + "cluster:\n" + seats);
      return new ClusterKind.Settings(Optional.of(config), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<ShimmedHsm> all() {
    return all;
  }
}
