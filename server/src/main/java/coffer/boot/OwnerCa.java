package coffer.boot;

import coffer.clusters.OwnerAuthority;
import coffer.clusters.Pem;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Clock;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// The cluster owner's CA of the cluster that the server makes itself, in `owner-ca`. An owner with
/// a CA of their own never needs it.
final class OwnerCa {
  private static final String CERTIFICATE = "owner-ca/ca.pem";
  private static final String KEY = "owner-ca/ca-key.pem";

  private OwnerCa() {}

  /// The key is written before the certificate: with the certificate there, both are.
  static OwnerAuthority open(DataDirectory data, SecureRandom random, Clock clock) {
    data.directory("owner-ca");
    Path certificate = data.file(CERTIFICATE);
    if (!Files.exists(certificate)) {
      CertificateAuthority made =
          CertificateAuthority.create("Coffer cluster owner", random, clock.instant());
      String key = Pem.write("PRIVATE KEY", made.key().getEncoded());
      data.writePrivate(KEY, key.getBytes(StandardCharsets.US_ASCII));
      data.writePublic(CERTIFICATE, made.pem());
    }
    try {
      return new OwnerAuthority(
          Pem.parseCertificate(Files.readString(certificate), CERTIFICATE),
          key(Files.readString(data.file(KEY))));
    } catch (IOException e) {
      throw new ConfigException("the cluster owner's CA cannot be read", e);
    }
  }

  private static PrivateKey key(String pem) {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (parser.readObject() instanceof PrivateKeyInfo info) {
        return new JcaPEMKeyConverter().getPrivateKey(info);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new ConfigException(KEY + " holds no private key");
  }
}
