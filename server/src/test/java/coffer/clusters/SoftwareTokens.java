package coffer.clusters;

import static java.nio.charset.StandardCharsets.US_ASCII;

import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmProvider;
import coffer.hsm.software.Argon2Cost;
import coffer.hsm.software.SoftwareHsmProvider;
import coffer.model.ClusterId;
import coffer.model.HsmCluster;
import coffer.model.HsmId;
import coffer.model.SecretBytes;
import coffer.store.Store;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/// Software HSMs in a directory, with PINs that cost little, and the owner of their cluster.
public final class SoftwareTokens {
  public static final HsmProvider PROVIDER =
      new SoftwareHsmProvider(false, new Argon2Cost(16, 1, 1));
  public static final ClusterId CLUSTER = new ClusterId("cluster-0123456789abcdef");
  private static final String NAMES = "0123456789abcdef";

  private final Path directory;
  private final AtomicInteger ids = new AtomicInteger();

  public SoftwareTokens(Path directory) {
    this.directory = directory;
  }

  public static SecretBytes pin() {
    return SecretBytes.owning("kmsuser-0815".getBytes(US_ASCII));
  }

  public static SecretBytes officerPin() {
    return SecretBytes.owning("officer-4711".getBytes(US_ASCII));
  }

  public static HsmProviders providers() {
    return new HsmProviders(List.of(PROVIDER), Map.of());
  }

  /// With token files in a folder.
  public static HsmProviders providers(Path folder) {
    return new HsmProviders(List.of(PROVIDER), Map.of(), folder);
  }

  public Path file(String label) {
    return directory.resolve(label + ".token");
  }

  public URI uri(String label) {
    return URI.create("software:" + file(label).toAbsolutePath());
  }

  public List<Candidate> candidates(String... labels) {
    List<Candidate> candidates = new ArrayList<>();
    for (String label : labels) {
      candidates.add(new Candidate(uri(label), "zone-" + label, label, officerPin()));
    }
    return candidates;
  }

  public HsmMember open(String label) {
    try (SecretBytes pin = pin()) {
      return PROVIDER.open(new HsmLocation(uri(label), Map.of()), pin);
    }
  }

  public Supplier<HsmId> hsmIds() {
    return () -> {
      int next = ids.getAndIncrement();
      return new HsmId("hsm-00000000000000" + NAMES.charAt(next / 16) + NAMES.charAt(next % 16));
    };
  }

  public ClusterFormation formation(Store store, HsmProviders providers, Clock clock) {
    return new ClusterFormation(store, providers, clock, new SecureRandom(), hsmIds());
  }

  /// Two HSMs, `one` and `two`.
  public HsmCluster form(Store store, Clock clock, OwnerAuthority owner) {
    try (SecretBytes pin = pin()) {
      return formation(store, providers(), clock)
          .form(CLUSTER, "cluster-1", candidates("one", "two"), pin, owner);
    }
  }

  /// What an owner makes of a CSR, as a CA with path length 0 or not.
  public static String sign(OwnerAuthority owner, String csr, boolean authority, Instant now) {
    try (PEMParser parser = new PEMParser(new StringReader(csr))) {
      PKCS10CertificationRequest request = (PKCS10CertificationRequest) parser.readObject();
      return new IdentCertificates(new SecureRandom())
          .issue(
              owner.name(),
              owner.signer(),
              request.getSubject(),
              request.getSubjectPublicKeyInfo(),
              authority,
              now);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static String pem(OwnerAuthority owner) {
    try {
      return Pem.write("CERTIFICATE", owner.certificate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// A new CA of a cluster owner.
  public static OwnerAuthority owner(Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      X500Name name = new X500Name("CN=owner");
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              name,
              BigInteger.ONE,
              Date.from(now.minusSeconds(3600)),
              Date.from(now.plusSeconds(400_000_000)),
              name,
              SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      return new OwnerAuthority(
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))),
          pair.getPrivate());
    } catch (GeneralSecurityException | OperatorException | IOException e) {
      throw new AssertionError(e);
    }
  }
}
