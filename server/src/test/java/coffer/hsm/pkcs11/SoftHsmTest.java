package coffer.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmModule;
import coffer.hsm.HsmProvider;
import coffer.hsm.IdentityGuard;
import coffer.hsm.Material;
import coffer.hsm.Opened;
import coffer.hsm.Sealed;
import coffer.hsm.TokenStatus;
import coffer.model.EncryptionAlgorithm;
import coffer.model.KeySpec;
import coffer.model.KeyVersionId;
import coffer.model.ProtectionLevel;
import coffer.model.SecretBytes;
import coffer.model.WrapFormat;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The driver on SoftHSM, where it needs more than `HsmContract` asks.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SoftHsmTest {
  private static final byte[] NONE = {};

  private final Pkcs11Provider provider = new Pkcs11Provider();
  private final HsmLocation firstToken = SoftHsm.token();
  private final HsmLocation secondToken = SoftHsm.token();
  private final HsmMember first = open(firstToken);
  private final HsmMember second = open(secondToken);

  @BeforeAll
  void cloneDomainKeys() {
    first.ensureDomainKeys(1);
    try (SecretBytes officer = SoftHsm.officerPin()) {
      second.importDomainKeys(first.exportDomainKeys(1, second.offerTransport(), officer));
    }
  }

  @AfterAll
  void close() {
    first.close();
    second.close();
  }

  @Test
  void serviceLoaderFindsTheDriver() {
    assertThat(ServiceLoader.load(HsmProvider.class))
        .anySatisfy(found -> assertThat(found.scheme()).isEqualTo("pkcs11"));
  }

  @Test
  void clonedMembersAreEqual() {
    assertThat(first.integrity(new byte[] {1})).isEqualTo(second.integrity(new byte[] {1}));
    assertThat(second.domainKeyVersion()).isEqualTo(1);
  }

  @Test
  void softHsmDoesNotClaimToBeHardware() {
    assertThat(first.protectionLevel()).isEqualTo(ProtectionLevel.SOFTWARE);
    assertThat(first.mayBlock()).isTrue();
  }

  /// SoftHSM enforces unwrap templates and trust; what is left is its padding of 0x210A.
  @Test
  void hostileUnwrapIsRefusedOnBothMembers() {
    for (HsmMember member : new HsmMember[] {first, second}) {
      assertThat(member.warnings())
          .noneMatch(warning -> warning.contains("readable") || warning.contains("trusted"))
          .anyMatch(warning -> warning.contains("0x210a"));
    }
  }

  @Test
  void domainKeysDoOnlyWhatTheyAreFor() {
    HsmLocation location = SoftHsm.token();
    HsmMember member = open(location);
    member.ensureDomainKeys(1);
    member.ensureIdent();
    Pkcs11Key key = (Pkcs11Key) member.unwrap(material(member, KeySpec.ALIYUN_AES_256));
    try (TokenEye eye = new TokenEye(location)) {
      DomainObjects domain = eye.domain();
      assertThat(eye.uses(domain.kek(1)))
          .isEqualTo("WRAP UNWRAP TOKEN SENSITIVE EXTRACTABLE TRUSTED_ONLY");
      assertThat(eye.uses(domain.integrityKey(1)))
          .isEqualTo("SIGN VERIFY TOKEN SENSITIVE EXTRACTABLE TRUSTED_ONLY");
      assertThat(eye.uses(domain.identPrivate().orElseThrow())).isEqualTo("SIGN TOKEN SENSITIVE");
      assertThat(eye.uses(key.handle())).isEqualTo("ENCRYPT DECRYPT SENSITIVE");
    }
    member.close();
  }

  @Test
  void domainKeysLeaveOnlyUnderATrustedKey() {
    byte[] modulus =
        PublicKeys.unsigned(
            PublicKeys.parseRsa(material(first, KeySpec.RSA_2048).wrapped().publicKey())
                .getModulus());
    for (HsmLocation token : List.of(firstToken, secondToken)) {
      try (TokenEye eye = new TokenEye(token)) {
        assertThat(eye.leavesUnderUntrustedKey(eye.domain().kek(1), modulus)).isFalse();
        assertThat(eye.leavesUnderUntrustedKey(eye.domain().integrityKey(1), modulus)).isFalse();
      }
    }
  }

  @Test
  void probeFindsAKekThatGuardsNothing() {
    HsmLocation location = SoftHsm.token();
    HsmMember member = open(location);
    try (TokenEye eye = new TokenEye(location)) {
      long _ =
          eye.generate(
              Ck.CKM_AES_KEY_GEN,
              new DomainTemplates(false, false).kek(1).number(Ck.CKA_VALUE_LEN, 32));
    }
    member.ensureDomainKeys(1);
    assertThat(member.warnings())
        .anyMatch(warning -> warning.contains("readable"))
        .anyMatch(warning -> warning.contains("trusted"));
    member.close();
  }

  @Test
  void transportKeyDoesNotStayBehind() {
    try (TokenEye eye = new TokenEye(firstToken)) {
      assertThat(eye.count(DomainObjects.labelled(Ck.CKO_PUBLIC_KEY, DomainTemplates.TRANSPORT)))
          .isZero();
    }
  }

  @Test
  void keyThatTheTokenDestroyedIsStale() {
    HsmKey key = first.unwrap(material(first, KeySpec.ALIYUN_AES_256));
    try (TokenEye eye = new TokenEye(firstToken)) {
      eye.destroy(((Pkcs11Key) key).handle());
    }
    refuses(HsmFailure.STALE_KEY, () -> encrypt(first, key));
    refuses(HsmFailure.STALE_KEY, () -> encrypt(first, key));
    encrypt(first, first.unwrap(material(first, KeySpec.ALIYUN_AES_256)));
  }

  @Test
  void releasedKeyIsDestroyedInTheToken() throws InterruptedException {
    HsmKey key = first.unwrap(material(first, KeySpec.ALIYUN_AES_256));
    long handle = ((Pkcs11Key) key).handle();
    try (TokenEye eye = new TokenEye(firstToken)) {
      assertThat(eye.exists(handle)).isTrue();
      first.release(key);
      for (int i = 0; i < 100 && eye.exists(handle); i++) {
        first.ping();
        Thread.sleep(10);
      }
      assertThat(eye.exists(handle)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(KeySpec.class)
  void formatsAreThoseThatWereMeasured(KeySpec spec) {
    assertThat(first.generate(spec, spec.usages()).format())
        .isEqualTo(spec.isAsymmetric() ? WrapFormat.AES_KWP : WrapFormat.AES_KW);
  }

  @Test
  void oaepWithSha256IsDecodedInSoftwareAndSaysSo() throws GeneralSecurityException {
    Material material = material(first, KeySpec.RSA_2048);
    HsmKey key = second.unwrap(material);
    byte[] message = {4, 7, 1, 1};
    Opened sha256 =
        second.decrypt(
            key,
            CipherParameters.rsa(EncryptionAlgorithm.RSAES_OAEP_SHA_256),
            oaep(material, MGF1ParameterSpec.SHA256, message));
    Opened sha1 =
        second.decrypt(
            key,
            CipherParameters.rsa(EncryptionAlgorithm.RSAES_OAEP_SHA_1),
            oaep(material, MGF1ParameterSpec.SHA1, message));
    assertThat(sha256.decodedInSoftware()).isTrue();
    assertThat(sha1.decodedInSoftware()).isFalse();
    assertThat(sha256.plaintext()).isEqualTo(SecretBytes.copyOf(message));
    assertThat(sha1.plaintext()).isEqualTo(SecretBytes.copyOf(message));
    assertThat(second.warnings()).anyMatch(warning -> warning.contains("OAEP_SHA_256"));
  }

  @Test
  void callsGoOnAfterAllSessionsWereClosedBehindItsBack() {
    HsmLocation location = SoftHsm.token();
    HsmMember member = open(location);
    member.ensureDomainKeys(1);
    member.ensureIdent();
    Material material = material(member, KeySpec.ALIYUN_AES_256);
    byte[] mac = member.integrity(NONE);
    HsmKey key = member.unwrap(material);
    Sealed sealed = encrypt(member, key);
    for (int round = 0; round < 5; round++) {
      closeAllSessions(location);
      HsmKey old = key;
      refuses(HsmFailure.STALE_KEY, () -> encrypt(member, old));
      key = member.unwrap(material);
      Opened opened =
          member.decrypt(key, CipherParameters.gcm(sealed.iv(), NONE), sealed.ciphertext());
      assertThat(opened.plaintext()).isEqualTo(SecretBytes.copyOf(new byte[] {1, 2, 3}));
      closeAllSessions(location);
      assertThat(member.integrity(NONE)).isEqualTo(mac);
      closeAllSessions(location);
      member.ping();
      closeAllSessions(location);
      member.signAsIdent(NONE);
      closeAllSessions(location);
      assertThat(material(member, KeySpec.EC_P256).wrapped().publicKey()).isNotEmpty();
      closeAllSessions(location);
      key = member.unwrap(material);
    }
    member.close();
  }

  @Test
  void wrongPinIsTriedExactlyOnce() {
    HsmLocation location = SoftHsm.token();
    assertThat(pinCountIsLow(location)).isFalse();
    try (SecretBytes wrong = SoftHsm.secret("11112222")) {
      refuses(HsmFailure.CREDENTIAL, () -> provider.open(location, wrong));
      TokenLink link =
          new TokenLink(
              ModuleRegistry.PROCESS.load(SoftHsm.MODULE),
              TokenName.parse(location.uri()),
              wrong.copy(),
              IdentityGuard.NONE);
      assertThatThrownBy(() -> Errand.run(SoftHsm.MODULE, () -> connect(link)))
          .hasMessageContaining("PIN_INCORRECT");
      assertThatThrownBy(() -> Errand.run(SoftHsm.MODULE, () -> connect(link)))
          .hasMessageContaining("not tried again");
    }
    open(location).close();
  }

  @Test
  void identityIsProvenBeforeThePinAndAnewOnEachConnection() {
    HsmLocation location = SoftHsm.token();
    try (HsmMember made = open(location)) {
      made.ensureIdent();
    }
    List<Boolean> checks = new ArrayList<>();
    IdentityGuard guard =
        (identity, loggedIn, sign) -> {
          assertThat(sign.apply(new byte[] {1})).isNotEmpty();
          checks.add(loggedIn);
        };
    try (SecretBytes pin = SoftHsm.pin();
        HsmMember member = provider.open(location, pin, guard)) {
      assertThat(checks).containsExactly(false);
      closeAllSessions(location);
      member.ping();
      assertThat(checks).containsExactly(false, false);
    }
    IdentityGuard nobody =
        (_, _, _) -> {
          throw new HsmException(HsmFailure.CREDENTIAL, "not the one");
        };
    try (SecretBytes wrong = SoftHsm.secret("11112222")) {
      assertThatThrownBy(() -> provider.open(location, wrong, nobody)).hasMessage("not the one");
    }
    assertThat(pinCountIsLow(location)).isFalse();
  }

  @Test
  void wrongPinIsNoticedWhileAnotherMemberIsLoggedIn() {
    try (SecretBytes wrong = SoftHsm.secret("11112222")) {
      refuses(HsmFailure.CREDENTIAL, () -> provider.open(firstToken, wrong));
    }
    first.ping();
    HsmMember twin = open(firstToken);
    twin.ping();
    twin.close();
    first.ping();
  }

  @Test
  void statusNeedsNoLogin() {
    TokenStatus ready = provider.status(firstToken);
    assertThat(ready.state()).isEqualTo(TokenStatus.State.READY);
    assertThat(ready.identity()).hasValue(first.identity());
    assertThat(provider.status(SoftHsm.location("pkcs11:token=none?module-name=softhsm")).state())
        .isEqualTo(TokenStatus.State.ABSENT);
  }

  @Test
  void officerSetsKmsusersPinAndKeysStay() {
    HsmLocation location = SoftHsm.token();
    HsmMember member = open(location);
    member.ensureDomainKeys(1);
    byte[] mac = member.integrity(NONE);
    try (SecretBytes officer = SoftHsm.officerPin();
        SecretBytes pin = SoftHsm.secret("newpin99")) {
      // In a process of its own, as kmsuser is logged in here.
      refuses(HsmFailure.CREDENTIAL, () -> provider.setCryptoUser(location, pin, pin));
      member.ping();
      member.close();
      refuses(HsmFailure.CREDENTIAL, () -> provider.setCryptoUser(location, pin, pin));
      provider.setCryptoUser(location, officer, pin);
      HsmMember again = provider.open(location, pin);
      assertThat(again.integrity(NONE)).isEqualTo(mac);
      again.close();
    }
  }

  @Test
  void officerSetsThePinWhileTheMemberServes() {
    HsmLocation location = SoftHsm.token();
    HsmMember member = open(location);
    try (SecretBytes officer = SoftHsm.officerPin()) {
      provider.setCryptoUser(location, officer, SoftHsm.pin());
    }
    member.ping();
    member.close();
  }

  @Test
  void initializeIsRefusedWithTheCommand() {
    try (SecretBytes officer = SoftHsm.officerPin()) {
      HsmLocation named = SoftHsm.location("pkcs11:token=it%27s?module-name=softhsm");
      assertThatThrownBy(() -> provider.initialize(named, "other", officer))
          .hasMessageContaining("--init-token")
          .hasMessageContaining("'it'\\''s'");
    }
  }

  @Test
  void modulesMustBeDeclaredAbsoluteAndAsPinned() {
    refusesModule(new HsmModule("m", Path.of("lib.so"), Optional.empty(), Optional.empty()));
    refusesModule(new HsmModule("m", Path.of("/no/such.so"), Optional.empty(), Optional.empty()));
    refusesModule(
        new HsmModule("m", SoftHsm.MODULE.path(), Optional.of("00".repeat(32)), Optional.empty()));
    refusesModule(
        new HsmModule("m", SoftHsm.MODULE.path(), Optional.empty(), Optional.of("config")));
    refuses(
        HsmFailure.CALLER,
        () -> provider.status(SoftHsm.location("pkcs11:token=a?module-name=undeclared")));
  }

  private void refusesModule(HsmModule module) {
    HsmLocation location =
        new HsmLocation(java.net.URI.create("pkcs11:token=a?module-name=m"), Map.of("m", module));
    refuses(HsmFailure.CALLER, () -> provider.status(location));
  }

  private HsmMember open(HsmLocation location) {
    try (SecretBytes pin = SoftHsm.pin()) {
      return provider.open(location, pin);
    }
  }

  private static Epoch connect(TokenLink link) {
    try (Scratch memory = new Scratch()) {
      return link.epoch(memory);
    }
  }

  private static Material material(HsmMember member, KeySpec spec) {
    return new Material(
        new KeyVersionId(new UUID(0, 1)),
        spec,
        spec.usages(),
        member.generate(spec, spec.usages()));
  }

  private static Sealed encrypt(HsmMember member, HsmKey key) {
    try (SecretBytes plaintext = SecretBytes.owning(new byte[] {1, 2, 3})) {
      return member.encrypt(key, CipherParameters.gcm(NONE, NONE), plaintext);
    }
  }

  private static byte[] oaep(Material material, MGF1ParameterSpec hash, byte[] message)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(material.wrapped().publicKey())),
        new OAEPParameterSpec(hash.getDigestAlgorithm(), "MGF1", hash, PSource.PSpecified.DEFAULT));
    return cipher.doFinal(message);
  }

  private static void closeAllSessions(HsmLocation location) {
    LoadedModule module = ModuleRegistry.PROCESS.load(SoftHsm.MODULE);
    Token token = module.find(TokenName.parse(location.uri())).orElseThrow();
    assertThat(Downcall.l(module.functions().closeAllSessions, token.slot())).isZero();
  }

  /// CKF_USER_PIN_COUNT_LOW, or worse.
  private static boolean pinCountIsLow(HsmLocation location) {
    LoadedModule module = ModuleRegistry.PROCESS.load(SoftHsm.MODULE);
    return (module.find(TokenName.parse(location.uri())).orElseThrow().flags() & 0x70000L) != 0;
  }

  private static void refuses(HsmFailure expected, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HsmException.class,
            refusal -> assertThat(refusal.failure()).as(refusal.getMessage()).isEqualTo(expected));
  }
}
