package coffer.boot;

import coffer.http.ServerCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// A server certificate of the operator's own, checked so that a client can use it.
///
/// @param caPem what clients verify it with
/// @param names DNS names and addresses it is for
record OwnCertificate(ServerCertificate server, String caPem, Set<String> names, Instant notAfter) {
  private static final long FILE_BYTES_MAX = 256 * 1024;
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  static OwnCertificate read(Config.TlsFiles files, Instant now) {
    String chainPem = text(files.certificate());
    List<X509Certificate> chain = certificates(files.certificate(), chainPem);
    X509Certificate leaf = chain.getFirst();
    PrivateKey key = key(files.key());
    requireUsable(files, leaf, now);
    if (!belongTogether(key, leaf.getPublicKey())) {
      throw new ConfigException(files.key() + " is not the key of " + files.certificate());
    }
    String caPem = files.ca().map(OwnCertificate::text).orElseGet(() -> root(files, chain));
    requireTrusted(files, chain, certificates(files.ca().orElse(files.certificate()), caPem), now);
    return new OwnCertificate(
        new ServerCertificate(
            chainPem.getBytes(StandardCharsets.US_ASCII),
            coffer.clusters.Pem.write("PRIVATE KEY", key.getEncoded())
                .getBytes(StandardCharsets.US_ASCII)),
        caPem,
        names(files, leaf),
        leaf.getNotAfter().toInstant());
  }

  boolean covers(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    return names.contains(name) || (dot > 0 && names.contains("*" + name.substring(dot)));
  }

  private static void requireUsable(Config.TlsFiles files, X509Certificate leaf, Instant now) {
    if (now.isAfter(leaf.getNotAfter().toInstant())) {
      throw new ConfigException(
          files.certificate() + " expired at " + leaf.getNotAfter().toInstant());
    }
    if (now.isBefore(leaf.getNotBefore().toInstant())) {
      throw new ConfigException(
          files.certificate() + " is not valid before " + leaf.getNotBefore().toInstant());
    }
    try {
      List<String> usages = leaf.getExtendedKeyUsage();
      if (usages != null && !usages.contains(SERVER_AUTH)) {
        throw new ConfigException(files.certificate() + " is not for servers");
      }
    } catch (GeneralSecurityException e) {
      throw new ConfigException(files.certificate() + " is damaged", e);
    }
  }

  private static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> throw new ConfigException("a server's key must be RSA or EC");
        };
    try {
      byte[] probe = "coffer tls key probe".getBytes(StandardCharsets.US_ASCII);
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(probe);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(publicKey);
      verifying.update(probe);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// Clients need a root: many do not take an intermediate for one.
  private static String root(Config.TlsFiles files, List<X509Certificate> chain) {
    X509Certificate last = chain.getLast();
    if (!last.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
      throw new ConfigException(
          files.certificate() + " does not end in a root: name its file as `ca` beside it");
    }
    try {
      return coffer.clusters.Pem.write("CERTIFICATE", last.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new ConfigException(files.certificate() + " is damaged", e);
    }
  }

  private static void requireTrusted(
      Config.TlsFiles files, List<X509Certificate> chain, List<X509Certificate> ca, Instant now) {
    Set<TrustAnchor> anchors =
        ca.stream().map(c -> new TrustAnchor(c, null)).collect(Collectors.toSet());
    List<X509Certificate> path =
        chain.stream().filter(c -> c.equals(chain.getFirst()) || !ca.contains(c)).toList();
    try {
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    } catch (GeneralSecurityException e) {
      throw new ConfigException(
          files.certificate() + " cannot be verified by its CA: " + e.getMessage(), e);
    }
  }

  private static Set<String> names(Config.TlsFiles files, X509Certificate leaf) {
    Set<String> names = new TreeSet<>();
    try {
      Optional<Collection<List<?>>> alternatives =
          Optional.ofNullable(leaf.getSubjectAlternativeNames());
      for (List<?> name : alternatives.orElse(List.of())) {
        if (name.get(0) instanceof Integer type && (type == DNS_NAME || type == IP_ADDRESS)) {
          names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new ConfigException(files.certificate() + " is damaged", e);
    }
    if (names.isEmpty()) {
      throw new ConfigException(
          files.certificate() + " has no subject alternative name: clients would refuse it");
    }
    return names;
  }

  private static List<X509Certificate> certificates(Path file, String pem) {
    List<X509Certificate> found = new ArrayList<>();
    try {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
        found.add((X509Certificate) certificate);
      }
    } catch (GeneralSecurityException e) {
      throw new ConfigException(file + " holds no certificates in PEM", e);
    }
    if (found.isEmpty()) {
      throw new ConfigException(file + " holds no certificates in PEM");
    }
    return found;
  }

  private static PrivateKey key(Path file) {
    String pem = text(file);
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        switch (object) {
          case PrivateKeyInfo info -> {
            return converter.getPrivateKey(info);
          }
          case PEMKeyPair pair -> {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
          }
          default -> {
            // EC parameters stand before the key in files of openssl.
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new ConfigException(file + " holds no private key in PEM", e);
    }
    throw new ConfigException(file + " holds no private key in PEM that is not encrypted");
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new ConfigException(file + " is too large for a certificate or key");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be read", e);
    }
  }
}
