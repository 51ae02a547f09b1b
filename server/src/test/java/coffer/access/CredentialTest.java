package coffer.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.ClientKeyId;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.operator.bc.BcDefaultDigestProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.bc.BcPKCS12PBEInputDecryptorProviderBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialTest {
  private static final ClientKeyId ID =
      new ClientKeyId("KAAP.01234567-89ab-cdef-0123-456789abcdef");
  private static final String PASSWORD = "Pass~!@#$%^&*?_-1";
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2060-01-01T00:00:00Z");
  private static byte[] pkcs12;
  private static byte[] certificate;

  @BeforeAll
  static void create() {
    try (SecretBytes password = secret(PASSWORD)) {
      Credential credential = Credential.create(ID, FROM, UNTIL, password, new SecureRandom());
      certificate = credential.certificate();
      try (SecretBytes file = credential.pkcs12()) {
        pkcs12 = file.use(byte[]::clone);
      }
    }
  }

  @Test
  void javaOpensIt() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(pkcs12), PASSWORD.toCharArray());
    List<String> aliases = Collections.list(store.aliases());
    assertThat(aliases).hasSize(1);
    PrivateKey key = (PrivateKey) store.getKey(aliases.getFirst(), PASSWORD.toCharArray());
    X509Certificate found = (X509Certificate) store.getCertificate(aliases.getFirst());
    assertThat(found.getEncoded()).isEqualTo(certificate);
    assertThat(found.getSubjectX500Principal().getName()).isEqualTo("CN=" + ID);
    assertThat(found.getNotBefore().toInstant()).isEqualTo(FROM);
    assertThat(found.getNotAfter().toInstant()).isEqualTo(UNTIL);
    found.verify(found.getPublicKey());
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(key);
    signer.update(new byte[10]);
    byte[] signature = signer.sign();
    signer.initVerify(found);
    signer.update(new byte[10]);
    assertThat(signer.verify(signature)).isTrue();
  }

  @Test
  void aWrongPasswordDoesNotOpenIt() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    assertThatThrownBy(
            () -> store.load(new ByteArrayInputStream(pkcs12), "Password-4712".toCharArray()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void opensslOpensIt(@TempDir Path directory) throws IOException, InterruptedException {
    assertThat(Path.of("/usr/bin/openssl")).as("apt-get install openssl").exists();
    Path file = Files.write(directory.resolve("client.p12"), pkcs12);
    Path password = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
    String info =
        run(
            "/usr/bin/openssl",
            "pkcs12",
            "-legacy",
            "-in",
            file.toString(),
            "-passin",
            "file:" + password,
            "-nodes",
            "-info");
    assertThat(info)
        .contains("MAC: sha1, Iteration 10000")
        .contains("Certificate bag")
        .contains("Shrouded Keybag: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 10000")
        .contains("friendlyName: " + ID);
    assertThat(info.indexOf("Certificate bag")).isLessThan(info.indexOf("Shrouded Keybag"));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  @Test
  void theCertificateComesFirstAndTheKeySecond() throws IOException, PKCSException {
    PKCS12PfxPdu pdu = new PKCS12PfxPdu(pkcs12);
    assertThat(
            pdu.isMacValid(
                new BcPKCS12MacCalculatorBuilderProvider(BcDefaultDigestProvider.INSTANCE),
                PASSWORD.toCharArray()))
        .isTrue();
    List<ASN1ObjectIdentifier> bags = new ArrayList<>();
    for (ContentInfo content : pdu.getContentInfos()) {
      boolean encrypted = content.getContentType().equals(PKCSObjectIdentifiers.encryptedData);
      PKCS12SafeBagFactory factory =
          encrypted
              ? new PKCS12SafeBagFactory(
                  content,
                  new BcPKCS12PBEInputDecryptorProviderBuilder().build(PASSWORD.toCharArray()))
              : new PKCS12SafeBagFactory(content);
      for (PKCS12SafeBag bag : factory.getSafeBags()) {
        bags.add(bag.getType());
        assertThat(bag.getAttributes()).hasSize(2);
      }
    }
    assertThat(bags)
        .containsExactly(PKCSObjectIdentifiers.certBag, PKCSObjectIdentifiers.pkcs8ShroudedKeyBag);
  }

  @Test
  void itIsStrictDer() throws IOException {
    ASN1Primitive parsed = ASN1Primitive.fromByteArray(pkcs12);
    assertThat(parsed.getEncoded(ASN1Encoding.DER)).isEqualTo(pkcs12);
    assertThat(Pfx.getInstance(parsed).getMacData().getIterationCount().intValue())
        .isEqualTo(10_000);
  }

  @Test
  void everyCredentialIsAnother() {
    try (SecretBytes password = secret(PASSWORD)) {
      Credential other = Credential.create(ID, FROM, UNTIL, password, new SecureRandom());
      other.pkcs12().close();
      assertThat(Arrays.compare(other.certificate(), certificate)).isNotZero();
    }
  }

  @Test
  void aPasswordHas8To64CharactersOfTwoKinds() {
    for (String good :
        List.of(
            "abcdefg1",
            "ABCDEFG1",
            "1234567-",
            "abcdefg~",
            "aB1~!@#$%^&*?_-",
            "a".repeat(63) + "1")) {
      try (SecretBytes password = secret(good)) {
        Credential.checkPassword(password);
      }
    }
    for (String bad :
        List.of(
            "",
            "abcdef1",
            "a".repeat(64) + "1",
            "abcdefgh",
            "abcdEFGH",
            "12345678",
            "~!@#$%^&",
            "abcdefg 1",
            "abcdefg1\n",
            "abcdefg1\0",
            "abcdefg1+",
            "abcdefgä1")) {
      try (SecretBytes password = secret(bad)) {
        assertThatThrownBy(() -> Credential.checkPassword(password))
            .as("`%s`", bad)
            .isInstanceOfSatisfying(
                KmsException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER));
      }
    }
  }

  private static SecretBytes secret(String text) {
    return SecretBytes.owning(
        US_ASCII.newEncoder().canEncode(text) ? text.getBytes(US_ASCII) : text.getBytes(UTF_8));
  }
}
