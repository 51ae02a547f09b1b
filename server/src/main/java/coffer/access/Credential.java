package coffer.access;

import coffer.model.ClientKeyId;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.operator.bc.BcRSAContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.bc.BcPKCS12PBEOutputEncryptorBuilder;

/// A new client key: an RSA-2048 pair with a self-signed certificate, in the one PKCS #12 layout
/// that Java, Go, Python and PHP clients all read: certificate first, key second, both under
/// PBE-SHA1-3DES, SHA-1 MAC, strict DER. These algorithms are weak; the password carries the
/// security.
public final class Credential {
  private static final int RSA_BITS = 2048;
  private static final int ITERATIONS = 10_000;
  private static final int PASSWORD_BYTES_MIN = 8;
  private static final int PASSWORD_BYTES_MAX = 64;
  private static final String SPECIALS = "~!@#$%^&*?_-";

  private final byte[] certificate;
  private final SecretBytes pkcs12;

  private Credential(byte[] certificate, SecretBytes pkcs12) {
    this.certificate = certificate;
    this.pkcs12 = pkcs12;
  }

  /// X.509 (DER).
  public byte[] certificate() {
    return certificate.clone();
  }

  /// The caller owns it.
  public SecretBytes pkcs12() {
    return pkcs12;
  }

  /// 8 to 64 of digits, letters and `~!@#$%^&*?_-`, of at least two of these kinds.
  public static void checkPassword(SecretBytes password) {
    boolean fits =
        password.use(bytes -> {
          int kinds = 0;
          for (byte b : bytes) {
            int kind = kind(b);
            if (kind == 0) {
              return false;
            }
            kinds |= kind;
          }
          return bytes.length >= PASSWORD_BYTES_MIN
              && bytes.length <= PASSWORD_BYTES_MAX
              && Integer.bitCount(kinds) >= 2;
        });
    if (!fits) {
      throw KmsException.invalid(
          "Password", "8 to 64 digits, letters and ~!@#$%^&*?_- of at least two kinds");
    }
  }

  private static int kind(byte b) {
    if (b >= '0' && b <= '9') {
      return 1;
    }
    if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z')) {
      return 2;
    }
    return SPECIALS.indexOf(b) >= 0 ? 4 : 0;
  }

  /// @param notBefore and notAfter bound the certificate, in whole seconds
  public static Credential create(
      ClientKeyId id,
      Instant notBefore,
      Instant notAfter,
      SecretBytes password,
      SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS, random);
      KeyPair pair = generator.generateKeyPair();
      X509CertificateHolder certificate = selfSigned(id, pair, notBefore, notAfter, random);
      char[] chars = password.use(Credential::ascii);
      try {
        byte[] pkcs12 = pkcs12(id, pair, certificate, chars, random);
        return new Credential(certificate.getEncoded(), SecretBytes.owning(pkcs12));
      } finally {
        Arrays.fill(chars, '\0');
      }
    } catch (GeneralSecurityException | OperatorCreationException | PKCSException | IOException e) {
      throw new IllegalStateException("client key could not be made", e);
    }
  }

  private static char[] ascii(byte[] bytes) {
    char[] chars = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      chars[i] = (char) bytes[i];
    }
    return chars;
  }

  private static X509CertificateHolder selfSigned(
      ClientKeyId id, KeyPair pair, Instant notBefore, Instant notAfter, SecureRandom random)
      throws OperatorCreationException, IOException {
    X500Name name = new X500Name("CN=" + id);
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            name,
            new BigInteger(120, random),
            Date.from(notBefore),
            Date.from(notAfter),
            name,
            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    // Not by the JDK's signatures: they keep the exponent for blinding, as long as they like.
    AlgorithmIdentifier signature =
        new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withRSA");
    AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
    byte[] encoded = pair.getPrivate().getEncoded();
    try {
      return builder.build(
          new BcRSAContentSignerBuilder(signature, digest)
              .setSecureRandom(random)
              .build(PrivateKeyFactory.createKey(encoded)));
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static byte[] pkcs12(
      ClientKeyId id,
      KeyPair pair,
      X509CertificateHolder certificate,
      char[] password,
      SecureRandom random)
      throws IOException, PKCSException {
    byte[] localId = new byte[20];
    random.nextBytes(localId);
    DEROctetString localKeyId = new DEROctetString(localId);
    PKCS12SafeBagBuilder certificateBag = new PKCS12SafeBagBuilder(certificate);
    PKCS12SafeBagBuilder keyBag =
        new PKCS12SafeBagBuilder(
            PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded()), encryptor(password));
    for (PKCS12SafeBagBuilder bag : List.of(certificateBag, keyBag)) {
      bag.addBagAttribute(
          PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(id.value()));
      bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, localKeyId);
    }
    PKCS12PfxPduBuilder pfx = new PKCS12PfxPduBuilder();
    pfx.addEncryptedData(encryptor(password), new PKCS12SafeBag[] {certificateBag.build()});
    pfx.addData(keyBag.build());
    PKCS12PfxPdu pdu =
        pfx.build(new BcPKCS12MacCalculatorBuilder().setIterationCount(ITERATIONS), password);
    return pdu.getEncoded("DER");
  }

  private static OutputEncryptor encryptor(char[] password) {
    return new BcPKCS12PBEOutputEncryptorBuilder(
            PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC,
            CBCBlockCipher.newInstance(new DESedeEngine()))
        .setIterationCount(ITERATIONS)
        .build(password);
  }
}
