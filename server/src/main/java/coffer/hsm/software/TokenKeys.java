package coffer.hsm.software;

import static coffer.model.EncryptionAlgorithm.RSAES_OAEP_SHA_1;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.TransportedKeys;
import coffer.hsm.software.TokenContent.DomainKeys;
import coffer.hsm.software.TokenContent.Ident;
import coffer.model.KeyVersionId;
import coffer.model.SecretBytes;
import coffer.model.WrappedKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/// The keys that live in the token, and how they come and go.
final class TokenKeys implements AutoCloseable {
  private static final int TRANSPORT_BITS = 2048;

  private final TokenVault vault;
  private final Engines engines;
  private final AtomicReference<@Nullable TokenContent> content;

  /// The version that was told to be in use; 0 for none.
  private final AtomicInteger inUse = new AtomicInteger();

  private final AtomicReference<@Nullable RSAPrivateCrtKey> transport = new AtomicReference<>();

  TokenKeys(TokenVault vault, Engines engines) {
    this.vault = vault;
    this.engines = engines;
    this.content = new AtomicReference<>(vault.content());
  }

  /// Fails with UNAVAILABLE after close.
  TokenContent content() {
    TokenContent present = content.get();
    if (present == null) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the software HSM was closed");
    }
    return present;
  }

  /// The version in use; 0 for none.
  int version() {
    TokenContent present = content();
    int told = inUse.get();
    return present.domainKeys().containsKey(told) ? told : present.newestVersion();
  }

  /// Looks into the file for a version that another process, or another login, brought here.
  void use(int version) {
    if (!content().domainKeys().containsKey(version)) {
      remember(vault.content());
    }
    if (!content().domainKeys().containsKey(version)) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "the token has no KEK of that version");
    }
    inUse.set(version);
  }

  /// Another login may have brought the version here.
  SecretKey integrity(int version) {
    if (!content().domainKeys().containsKey(version)) {
      remember(vault.content());
    }
    DomainKeys keys = content().domainKeys().get(version);
    if (keys == null) {
      throw new HsmException(
          HsmFailure.UNSUPPORTED, "the token has no integrity key of that version");
    }
    return keys.integrity();
  }

  DomainKeys ofVersion(int version) {
    return domainKeys(content(), version);
  }

  private static DomainKeys domainKeys(TokenContent content, int version) {
    DomainKeys keys = content.domainKeys().get(version);
    if (keys == null) {
      throw new HsmException(HsmFailure.CALLER, "the token has no domain keys of that version");
    }
    return keys;
  }

  /// The KEK of a version; another member may have one that is missing here.
  SecretKey kek(int version) {
    if (!content().domainKeys().containsKey(version)) {
      remember(vault.content());
    }
    DomainKeys keys = content().domainKeys().get(version);
    if (keys == null) {
      throw new HsmException(HsmFailure.UNSUPPORTED, "the token has no KEK of that version");
    }
    return keys.kek();
  }

  byte[] ensureIdent() {
    Optional<Ident> present = content().ident();
    if (present.isPresent()) {
      return present.get().publicKey().clone();
    }
    KeyPair pair = engines.p256().generate();
    Ident made = new Ident(pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
    TokenContent after =
        vault.update(before -> before.ident().isPresent() ? before : before.with(made));
    remember(after);
    return after.ident().orElse(made).publicKey().clone();
  }

  byte[] signAsIdent(byte[] message) {
    Ident ident =
        content()
            .ident()
            .orElseThrow(
                () -> new HsmException(HsmFailure.CALLER, "the token has no identity key yet"));
    var key =
        engines
            .p256()
            .privateKey(ident.privateKey())
            .orElseThrow(() -> new IllegalStateException("the identity key is not on P-256"));
    return engines.p256().sign(key, sha256(message));
  }

  void ensureDomainKeys(int version) {
    if (version < 1) {
      throw new HsmException(HsmFailure.CALLER, "versions of domain keys begin at 1");
    }
    if (content().domainKeys().containsKey(version)) {
      return;
    }
    byte[] kek = engines.randomBytes(DomainKeys.KEY_BYTES);
    byte[] integrity = engines.randomBytes(DomainKeys.KEY_BYTES);
    add(version, kek, integrity);
  }

  byte[] offerTransport() {
    content();
    KeyPair pair = engines.rsa().generate(TRANSPORT_BITS);
    if (!(pair.getPrivate() instanceof RSAPrivateCrtKey key)) {
      throw new IllegalStateException("RSA generation made something else");
    }
    transport.set(key);
    return pair.getPublic().getEncoded();
  }

  TransportedKeys exportDomainKeys(
      int version, byte[] transportPublicKey, SecretBytes securityOfficerPin) {
    TokenContent present = content();
    vault.checkSecurityOfficer(securityOfficerPin);
    if (present.sealed()) {
      throw new HsmException(HsmFailure.CALLER, "the domain keys are sealed and do not leave");
    }
    var to =
        engines
            .rsa()
            .publicKey(transportPublicKey, TRANSPORT_BITS)
            .orElseThrow(
                () -> new HsmException(HsmFailure.CALLER, "the transport key is not RSA-2048"));
    DomainKeys keys = domainKeys(present, version);
    return new TransportedKeys(version, sealed(to, keys.kek()), sealed(to, keys.integrity()));
  }

  private byte[] sealed(RSAPublicKey to, SecretKey key) {
    byte[] plain = key.getEncoded();
    try {
      return engines.rsa().encrypt(to, RSAES_OAEP_SHA_1, plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /// What is here already stays: importing twice, or after another member's attempt, is harmless.
  void importDomainKeys(TransportedKeys keys) {
    if (keys.version() < 1) {
      throw new HsmException(HsmFailure.CALLER, "versions of domain keys begin at 1");
    }
    if (!content().domainKeys().containsKey(keys.version())) {
      RSAPrivateCrtKey key = transport.get();
      if (key == null) {
        throw new HsmException(HsmFailure.CALLER, "no transport key was offered");
      }
      byte[] kek = opened(key, keys.kek());
      add(keys.version(), kek, opened(key, keys.integrity()));
    }
    transport.set(null);
  }

  private byte[] opened(RSAPrivateCrtKey key, byte[] sealed) {
    return engines
        .rsa()
        .decrypt(key, RSAES_OAEP_SHA_1, sealed)
        .filter(plain -> plain.length == DomainKeys.KEY_BYTES)
        .orElseThrow(() ->
            new HsmException(HsmFailure.BAD_CIPHERTEXT, "the transported keys do not open here"));
  }

  private void add(int version, byte[] kek, byte[] integrity) {
    DomainKeys made = DomainKeys.of(kek, integrity);
    Arrays.fill(kek, (byte) 0);
    Arrays.fill(integrity, (byte) 0);
    remember(
        vault.update(before ->
            before.domainKeys().containsKey(version) ? before : before.with(version, made)));
  }

  void sealDomainKeys() {
    content();
    remember(vault.update(before -> before.sealed() ? before : before.asSealed()));
  }

  void changePin(SecretBytes pin, SecretBytes fresh) {
    content();
    vault.changePin(pin, fresh);
  }

  void destroyDomainKeys() {
    content();
    remember(vault.update(TokenContent::identOnly));
  }

  void discardDomainKeys(int version) {
    if (content().domainKeys().containsKey(version)) {
      remember(vault.update(before -> before.without(version)));
    }
  }

  void install(KeyVersionId version, WrappedKey key) {
    TokenContent present = content();
    if (present.installed().containsKey(version)) {
      return;
    }
    if (present.installed().size() >= TokenContent.INSTALLED_MAX) {
      throw new HsmException(HsmFailure.UNSUPPORTED, "the token holds as many keys as it can");
    }
    remember(
        vault.update(before ->
            before.installed().containsKey(version) ? before : before.with(version, key)));
  }

  void uninstall(KeyVersionId version) {
    if (content().installed().containsKey(version)) {
      remember(vault.update(before -> before.without(version)));
    }
  }

  /// Unless it was closed meanwhile.
  private void remember(TokenContent after) {
    content.updateAndGet(before -> before == null ? null : after);
  }

  @Override
  public void close() {
    content.set(null);
    transport.set(null);
    vault.close();
  }

  private static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
