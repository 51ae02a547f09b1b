package coffer.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The certificates of one PEM file, and nothing else: no system trust, no way to switch it off.
record TrustedCa(List<X509Certificate> certificates) {
  TrustedCa {
    certificates = List.copyOf(certificates);
  }

  static TrustedCa read(Path pem) {
    try {
      return parse(Files.readAllBytes(pem));
    } catch (IOException e) {
      throw new Trouble("Cannot read the CA certificate " + pem, e);
    } catch (GeneralSecurityException e) {
      throw new Trouble(pem + " holds no certificate in PEM", e);
    }
  }

  static TrustedCa parse(byte[] pem) throws GeneralSecurityException {
    List<X509Certificate> found = new ArrayList<>();
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))) {
      found.add((X509Certificate) certificate);
    }
    if (found.isEmpty()) {
      throw new GeneralSecurityException("no certificate");
    }
    return new TrustedCa(found);
  }

  SSLContext context() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (int i = 0; i < certificates.size(); i++) {
        trusted.setCertificateEntry("ca-" + i, certificates.get(i));
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK cannot trust a certificate", e);
    }
  }
}
