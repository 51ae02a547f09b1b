package coffer.boot;

import coffer.clusters.Pem;
import coffer.model.SecretBytes;
import coffer.seal.Sealer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// The root that applications verify the server with, and the server's own certificate under it.
/// The root's key is sealed in the store; the server's key is made anew at each start and lives in
/// memory only.
final class ServiceCa {
  static final Duration LEAF_LIFE = Duration.ofDays(30);
  static final String FILE = "ca.pem";

  private static final String KEY = "service-ca/key";
  private static final String CERTIFICATE = "service-ca/certificate";

  /// For clients that take no CA but a subordinate one.
  static final String CHAIN_FILE = "ca-chain.pem";

  private static final String SUBORDINATE = "service-ca/subordinate";

  private final CertificateAuthority authority;
  private final String subordinate;
  private final SecureRandom random;
  private final Clock clock;

  private ServiceCa(
      CertificateAuthority authority, String subordinate, SecureRandom random, Clock clock) {
    this.authority = authority;
    this.subordinate = subordinate;
    this.random = random;
    this.clock = clock;
  }

  /// The certificate is stored after its key: with it there, both are.
  static ServiceCa open(Settings settings, Sealer sealer, SecureRandom random, Clock clock) {
    if (settings.find(CERTIFICATE).isEmpty()) {
      CertificateAuthority made =
          CertificateAuthority.create("Coffer service CA", random, clock.instant());
      try (SecretBytes key = SecretBytes.owning(made.key().getEncoded())) {
        settings.put(KEY, sealer.seal(KEY, key));
      }
      settings.put(CERTIFICATE, made.pem());
    }
    String pem = settings.text(CERTIFICATE).orElseThrow();
    try (SecretBytes key =
        settings.find(KEY).flatMap(sealed -> sealer.open(KEY, sealed)).orElseThrow()) {
      CertificateAuthority authority =
          new CertificateAuthority(
              Pem.parseCertificate(pem, CERTIFICATE), key.use(ServiceCa::parse));
      String subordinate =
          settings.textOnce(
              SUBORDINATE,
              () -> authority.subordinatePem("Coffer service CA root", random, clock.instant()));
      return new ServiceCa(authority, subordinate, random, clock);
    }
  }

  String pem() {
    return authority.pem();
  }

  /// The same CA as root and as a subordinate.
  String chainPem() {
    return authority.pem() + subordinate;
  }

  /// @param hosts what the operator added
  /// @param instances name the end point `<instance>.cryptoservice.kms.localhost`
  CertificateAuthority.Leaf issue(List<String> hosts, List<String> instances) {
    LinkedHashSet<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
    names.addAll(hosts);
    names.addAll(ownName());
    instances.forEach(id -> names.add(endpoint(id)));
    return authority.issue(new ArrayList<>(names), LEAF_LIFE, random, clock.instant());
  }

  /// For what the service states: a key of its own, in memory only.
  CertificateAuthority.Signer documentSigner() {
    return authority.documentSigner(LEAF_LIFE, random, clock.instant());
  }

  static String endpoint(String instance) {
    return instance + ".cryptoservice.kms.localhost";
  }

  private static List<String> ownName() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return name.matches("[A-Za-z0-9.-]{1,253}") ? List.of(name) : List.of();
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private static PrivateKey parse(byte[] pkcs8) {
    try {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the service CA's key is damaged", e);
    }
  }
}
