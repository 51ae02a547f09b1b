package coffer.boot;

import coffer.hsm.HsmModule;
import coffer.hsm.cluster.RsaPoolSizes;
import coffer.operations.FairUseLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the operator decides; everything has a default.
///
/// @param hosts names and addresses to listen on and to stand in the certificate, besides loopback
/// @param port of Instance API, OpenAPI and console; 0 is any free one
/// @param adminPort of health and metrics, on loopback; 0 is any free one
/// @param httpPort of the OpenAPI without TLS, on loopback, for a proxy that ends TLS; none without
/// @param passphraseFile holds the server's passphrase; required in production unless the
///   environment or a systemd credential gives it
/// @param rsaPool RSA keys made ahead of CreateKey, for each kind that was created before
/// @param trustedProxies whose X-Forwarded-For counts
/// @param cluster used once, when the data directory is made; none is the software HSM
/// @param tls the operator's own server certificate; without it the service CA issues one
/// @param fairUse how often each principal may call
public record Config(
    Mode mode,
    List<String> hosts,
    int port,
    int adminPort,
    Optional<Integer> httpPort,
    String region,
    Optional<Path> passphraseFile,
    List<HsmModule> modules,
    List<Member> cluster,
    boolean auditSync,
    RsaPoolSizes rsaPool,
    List<String> trustedProxies,
    Optional<Retention> auditRetention,
    Optional<TlsFiles> tls,
    FairUseLimits fairUse) {

  public static final int PORT = 8443;
  public static final int ADMIN_PORT = 8444;

  public static final Config DEFAULT =
      new Config(
          Mode.DEVELOPMENT,
          List.of(),
          PORT,
          ADMIN_PORT,
          Optional.empty(),
          "cn-hangzhou",
          Optional.empty(),
          List.of(),
          List.of(),
          false,
          RsaPoolSizes.STANDARD,
          List.of(),
          Optional.empty(),
          Optional.empty(),
          FairUseLimits.NONE);

  public Config {
    hosts = List.copyOf(hosts);
    modules = List.copyOf(modules);
    cluster = List.copyOf(cluster);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /// How much the server may do by itself.
  public enum Mode {
    /// Listens on loopback only and keeps a passphrase of its own making.
    DEVELOPMENT,
    /// Never invents a passphrase.
    PRODUCTION
  }

  /// An HSM of the first cluster.
  ///
  /// @param pinSource where kmsuser's PIN is, the same on every member
  /// @param soPinSource where the security officer's PIN is
  public record Member(URI uri, String zone, PinSource pinSource, PinSource soPinSource) {}

  /// How long audit segments stay in the data directory, and where they go then.
  public record Retention(Duration age, Path archive) {}

  /// @param certificate PEM, the server's certificate first, then its issuers
  /// @param key PEM, not encrypted
  /// @param ca what clients verify with, unless `certificate` ends in a root
  public record TlsFiles(Path certificate, Path key, Optional<Path> ca) {}

  public Config withPorts(
      Optional<Integer> chosen, Optional<Integer> chosenAdmin, Optional<Integer> chosenHttp) {
    return new Config(
        mode,
        hosts,
        chosen.orElse(port),
        chosenAdmin.orElse(adminPort),
        chosenHttp.or(() -> httpPort),
        region,
        passphraseFile,
        modules,
        cluster,
        auditSync,
        rsaPool,
        trustedProxies,
        auditRetention,
        tls,
        fairUse);
  }

  /// Any host beyond loopback makes it production.
  public Config withHosts(List<String> more) {
    return more.isEmpty()
        ? this
        : new Config(
            Mode.PRODUCTION,
            more,
            port,
            adminPort,
            httpPort,
            region,
            passphraseFile,
            modules,
            cluster,
            auditSync,
            rsaPool,
            trustedProxies,
            auditRetention,
            tls,
            fairUse);
  }
}
