package coffer.clusters;

import coffer.hsm.HsmLocation;
import coffer.hsm.HsmModule;
import coffer.hsm.HsmProvider;
import coffer.model.KmsException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The drivers at hand and the modules that the configuration declares.
public final class HsmProviders {
  private final List<HsmProvider> providers;
  private final Map<String, HsmModule> modules;
  private final Path folder;

  /// @param folder where relative files of tokens are
  public HsmProviders(List<HsmProvider> providers, Map<String, HsmModule> modules, Path folder) {
    this.providers = List.copyOf(providers);
    this.modules = Map.copyOf(modules);
    this.folder = folder;
  }

  HsmProvider of(URI uri) {
    return providers.stream()
        .filter(provider -> provider.scheme().equals(uri.getScheme()))
        .findFirst()
        .orElseThrow(() -> KmsException.invalid("Uri", "no HSM driver serves its scheme"));
  }

  HsmLocation location(URI uri) {
    return new HsmLocation(uri, modules, Optional.of(folder));
  }
}
