package coffer.clusters;

import coffer.model.KmsException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/// Certificates and requests as text.
public final class Pem {
  private static final int CHARACTERS_MAX = 64 * 1024;

  private Pem() {}

  public static String certificate(X509CertificateHolder certificate) {
    return write("CERTIFICATE", encoded(certificate));
  }

  public static String request(byte[] der) {
    return write("CERTIFICATE REQUEST", der);
  }

  public static String write(String type, byte[] der) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, der));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// The first certificate of a PEM text that came from outside.
  ///
  /// @param parameter what a refusal names
  public static X509Certificate parseCertificate(String pem, String parameter) {
    if (pem.length() > CHARACTERS_MAX) {
      throw KmsException.invalid(parameter);
    }
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (parser.readObject() instanceof X509CertificateHolder holder) {
        return new JcaX509CertificateConverter().getCertificate(holder);
      }
    } catch (IOException | CertificateException | RuntimeException e) {
      throw KmsException.invalid(parameter, "it is not a certificate in PEM");
    }
    throw KmsException.invalid(parameter, "it is not a certificate in PEM");
  }

  /// Every certificate of a PEM text that the service keeps.
  static List<X509Certificate> parseAll(String pem, String parameter) {
    List<X509Certificate> all = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        if (next instanceof X509CertificateHolder holder) {
          all.add(new JcaX509CertificateConverter().getCertificate(holder));
        }
      }
    } catch (IOException | CertificateException e) {
      throw KmsException.invalid(parameter, "it is not a certificate in PEM");
    }
    return all;
  }

  private static byte[] encoded(X509CertificateHolder certificate) {
    try {
      return certificate.getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
