package coffer.boot;

import coffer.http.ServerCertificate;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What the port proves itself with, and what clients verify it with: the operator's own
/// certificate where the configuration names one, otherwise one of the service CA. Never the one
/// instead of the other.
final class ServerIdentity {
  private static final String LOCALHOST = "localhost";

  private final Config config;
  private final ServiceCa serviceCa;
  private final Supplier<List<String>> instances;
  private final Clock clock;
  private volatile Optional<OwnCertificate> own;

  ServerIdentity(
      Config config, ServiceCa serviceCa, Supplier<List<String>> instances, Clock clock) {
    this.config = config;
    this.serviceCa = serviceCa;
    this.instances = instances;
    this.clock = clock;
    this.own = config.tls().map(files -> checked(config, files, clock));
  }

  /// As `start` and `config check` want it.
  static OwnCertificate checked(Config config, Config.TlsFiles files, Clock clock) {
    OwnCertificate certificate = OwnCertificate.read(files, clock.instant());
    if (name(config, certificate).isEmpty()) {
      throw new ConfigException(
          files.certificate() + " is neither for localhost nor for a name in `host`");
    }
    return certificate;
  }

  boolean isOwn() {
    return own.isPresent();
  }

  /// A fresh one of the service CA, or the operator's.
  ServerCertificate certificate() {
    return own.map(OwnCertificate::server).orElseGet(this::issued);
  }

  String caPem() {
    return own.map(OwnCertificate::caPem).orElseGet(serviceCa::pem);
  }

  /// For clients that want a subordinate CA; with a certificate of the operator's, what that gives.
  String caChainPem() {
    return own.map(OwnCertificate::caPem).orElseGet(serviceCa::chainPem);
  }

  /// What the server is called in its end point.
  String name() {
    return own.flatMap(certificate -> name(config, certificate)).orElse(LOCALHOST);
  }

  /// End points of instances that the operator's certificate is not for.
  List<String> uncovered() {
    return own.map(certificate ->
            instances.get().stream()
                .map(ServiceCa::endpoint)
                .filter(name -> !certificate.covers(name))
                .toList())
        .orElse(List.of());
  }

  /// Reads the operator's files again. Throws `ConfigException` when they are not good; then all
  /// stays as it was.
  ///
  /// @return whether there is another certificate now
  boolean reread() {
    if (own.isEmpty() || config.tls().isEmpty()) {
      return false;
    }
    OwnCertificate found = checked(config, config.tls().get(), clock);
    OwnCertificate before = own.get();
    boolean same =
        java.security.MessageDigest.isEqual(found.server().chain(), before.server().chain())
            && java.security.MessageDigest.isEqual(found.server().key(), before.server().key())
            && found.caPem().equals(before.caPem());
    own = Optional.of(found);
    return !same;
  }

  private ServerCertificate issued() {
    CertificateAuthority.Leaf leaf = serviceCa.issue(config.hosts(), instances.get());
    return new ServerCertificate(
        leaf.certificatePem().getBytes(StandardCharsets.US_ASCII),
        leaf.privateKeyPem().getBytes(StandardCharsets.US_ASCII));
  }

  private static Optional<String> name(Config config, OwnCertificate certificate) {
    return certificate.covers(LOCALHOST)
        ? Optional.of(LOCALHOST)
        : config.hosts().stream().filter(certificate::covers).findFirst();
  }
}
