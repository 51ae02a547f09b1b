package coffer.keys;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmException;
import coffer.hsm.Opened;
import coffer.hsm.Sealed;
import coffer.model.EncryptionAlgorithm;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeyFormat;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersion;
import coffer.model.KmsException;
import coffer.model.KmsInstanceId;
import coffer.model.PaddingMode;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What is done with keys. Every method refuses a key whose state or usage does not allow it, and
/// turns an HSM's refusal into what a caller may see. Does not check permissions.
public final class Cryptography {
  private static final int AAD_BYTES_MAX = 8192;
  private static final int BLOCK_BYTES = 16;
  private static final int PAIRS_WAITING_MAX = 4;
  private static final long PAIR_WAIT_MILLIS_MAX = 4_000;
  private static final byte[] NONE = {};

  private final Hsms hsms;
  private final Clock clock;
  private final Materials materials;
  private final PublicKeys publicKeys;
  private final KeyPairForge forge = new KeyPairForge();
  private final Turns pairTurns = new Turns(PAIRS_WAITING_MAX, PAIR_WAIT_MILLIS_MAX);

  /// Where keys are as their callers have them.
  public Cryptography(Hsms hsms, Clock clock) {
    this(hsms, TrueRows.asGiven(hsms), clock);
  }

  /// @param keys may get other HSMs while they are used
  public Cryptography(Hsms hsms, KeyService keys, Clock clock) {
    this(hsms, keys.rows(), clock);
  }

  private Cryptography(Hsms hsms, TrueRows rows, Clock clock) {
    this.hsms = hsms;
    this.clock = clock;
    this.materials = new Materials(hsms, rows);
    this.publicKeys = new PublicKeys(rows);
  }

  /// Symmetric keys encrypt in the HSM, RSA keys by their public key.
  ///
  /// @param parameters an empty IV lets the HSM choose one
  public Sealed encrypt(
      Key key, KeyVersion version, CipherParameters parameters, SecretBytes plaintext) {
    requireUsable(key, KeyUsage.ENCRYPT_DECRYPT);
    check(key.spec(), parameters);
    checkBlocks(parameters, plaintext.length());
    checkPadding(key.spec(), parameters.algorithm(), plaintext.length());
    if (!parameters.algorithm().isSymmetric()) {
      return new Sealed(
          NONE,
          translating(() -> publicKeys.encrypt(key, version, parameters.algorithm(), plaintext)));
    }
    return withMaterial(
        key, version, ready -> ready.hsm().encrypt(ready.key(), parameters, plaintext));
  }

  /// The caller owns the plaintext. Whatever is wrong with the ciphertext is one refusal.
  public Opened decrypt(
      Key key, KeyVersion version, CipherParameters parameters, byte[] ciphertext) {
    requireUsable(key, KeyUsage.ENCRYPT_DECRYPT);
    check(key.spec(), parameters);
    if (parameters.algorithm().ivBytes() != parameters.iv().length) {
      throw KmsException.invalid("Iv");
    }
    return withMaterial(
        key, version, ready -> ready.hsm().decrypt(ready.key(), parameters, ciphertext));
  }

  /// Like `decrypt`, for protocols that carry text: what is not UTF-8 is refused and wiped.
  public Opened decryptText(
      Key key, KeyVersion version, CipherParameters parameters, byte[] ciphertext) {
    Opened opened = decrypt(key, version, parameters, ciphertext);
    if (!opened.plaintext().use(Cryptography::isText)) {
      opened.plaintext().close();
      throw KmsException.unsupported("the plaintext is not text; the Instance API can carry it");
    }
    return opened;
  }

  /// @param digest SHA-256, 32 bytes
  public byte[] sign(Key key, KeyVersion version, SigningAlgorithm algorithm, byte[] digest) {
    requireUsable(key, KeyUsage.SIGN_VERIFY);
    check(key.spec(), algorithm, digest);
    return withMaterial(key, version, ready -> ready.hsm().sign(ready.key(), algorithm, digest));
  }

  public boolean verify(
      Key key, KeyVersion version, SigningAlgorithm algorithm, byte[] digest, byte[] signature) {
    requireUsable(key, KeyUsage.SIGN_VERIFY);
    check(key.spec(), algorithm, digest);
    return translating(() -> publicKeys.verify(key, version, algorithm, digest, signature));
  }

  /// HMAC with the hash of the key's spec. Whether the key was made to sign or to make MACs is the
  /// same.
  public byte[] mac(Key key, KeyVersion version, byte[] message) {
    boolean signs = key.spec().family() == KeySpec.Family.HMAC && key.serves(KeyUsage.SIGN_VERIFY);
    requireUsable(key, signs ? KeyUsage.SIGN_VERIFY : KeyUsage.GENERATE_VERIFY_MAC);
    return withMaterial(key, version, ready -> ready.hsm().mac(ready.key(), message));
  }

  /// A verdict, in the same time whatever is wrong with the MAC.
  public boolean verifyMac(Key key, KeyVersion version, byte[] message, byte[] mac) {
    return MessageDigest.isEqual(mac(key, version, message), mac);
  }

  /// Makes a key pair for use elsewhere and encrypts its private half. Takes long, so one at a time
  /// is made for an instance.
  ///
  /// @param parameters of the encryption
  public SealedKeyPair newKeyPair(
      Key key,
      KeyVersion version,
      CipherParameters parameters,
      KeySpec pairSpec,
      KeyFormat format) {
    requireUsable(key, KeyUsage.ENCRYPT_DECRYPT);
    check(key.spec(), parameters);
    KeyPairForge.Forged pair =
        pairTurns.take(
            key.instance(),
            () -> translating(() -> forge.forge(hsms.of(key.instance()), pairSpec, format)));
    try {
      Sealed sealed = encrypt(key, version, parameters, pair.privateKey());
      return new SealedKeyPair(pair.privateKey(), pair.publicKey(), sealed);
    } catch (RuntimeException e) {
      pair.privateKey().close();
      throw e;
    }
  }

  /// X.509 SubjectPublicKeyInfo in PEM; a key in any state but PendingImport has one.
  public String publicKeyPem(Key key, KeyVersion version) {
    if (!key.spec().isAsymmetric()) {
      throw KmsException.unsupported(
          "a key of spec " + key.spec().wireName() + " has no public key");
    }
    return translating(() -> publicKeys.pem(key, version));
  }

  public SecretBytes random(KmsInstanceId instance, int bytes) {
    return translating(() -> hsms.of(instance).random(bytes));
  }

  /// Random bytes as their Base64 text, for protocols that carry text.
  public SecretBytes randomText(KmsInstanceId instance, int bytes) {
    try (SecretBytes random = random(instance, bytes)) {
      return Base64Text.encode(random);
    }
  }

  /// Whether calls with this version would neither wait nor compute for long.
  public boolean isResident(Key key, KeyVersion version) {
    boolean cheap = key.spec().family() != KeySpec.Family.RSA;
    return cheap && materials.isResident(key, version);
  }

  /// Also between the instant at which imported material ends and its removal, which may be late.
  private void requireUsable(Key key, KeyUsage usage) {
    Refusals.unlessUsable(key, usage);
    Optional<Instant> end = key.materialExpires();
    if (end.isPresent() && !clock.instant().isBefore(end.get())) {
      throw new KmsException(ErrorCode.PENDING_IMPORT);
    }
  }

  /// Takes back that a key is gone: its material was imported again.
  public void readmit(Key key) {
    materials.readmit(key);
  }

  /// An instance got other HSMs.
  public void forgetConnections() {
    materials.forgetAll();
  }

  /// Forgets a key for good, here and in the HSMs. Calls on it that are on their way may end well,
  /// and leave nothing behind.
  public void destroy(Key key) {
    materials.destroy(key);
    publicKeys.forget(key);
  }

  private <R> R withMaterial(Key key, KeyVersion version, Function<Materials.Ready, R> use) {
    try {
      return translating(() -> use.apply(materials.of(key, version)));
    } finally {
      materials.leaveNoTrace(key, version);
    }
  }

  private static boolean isText(byte[] bytes) {
    try {
      CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      Arrays.fill(decoded.array(), '\0');
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static <R> R translating(Supplier<R> work) {
    try {
      return work.get();
    } catch (HsmException e) {
      throw Refusals.translate(e);
    }
  }

  private static void check(KeySpec spec, CipherParameters parameters) {
    EncryptionAlgorithm algorithm = parameters.algorithm();
    KeySpec.Family needed = algorithm.isSymmetric() ? KeySpec.Family.AES : KeySpec.Family.RSA;
    if (spec.family() != needed) {
      throw KmsException.invalid("Algorithm");
    }
    int ivBytes = parameters.iv().length;
    if (ivBytes != 0 && ivBytes != algorithm.ivBytes()) {
      throw KmsException.invalid("Iv");
    }
    int aadBytesMax = algorithm == EncryptionAlgorithm.AES_GCM ? AAD_BYTES_MAX : 0;
    if (parameters.aad().length > aadBytesMax) {
      throw KmsException.invalid("Aad");
    }
  }

  private static void checkBlocks(CipherParameters parameters, int plaintextBytes) {
    boolean blocks =
        parameters.algorithm() == EncryptionAlgorithm.AES_CBC
            || parameters.algorithm() == EncryptionAlgorithm.AES_ECB;
    if (blocks
        && parameters.padding() == PaddingMode.NO_PADDING
        && plaintextBytes % BLOCK_BYTES != 0) {
      throw KmsException.invalid("Plaintext", "without padding it is a multiple of 16 bytes");
    }
  }

  /// RFC 8017 §7.1.1: what the modulus holds, without two hashes and two bytes.
  private static void checkPadding(
      KeySpec spec, EncryptionAlgorithm algorithm, int plaintextBytes) {
    int hashBytes =
        switch (algorithm) {
          case RSAES_OAEP_SHA_1 -> 20;
          case RSAES_OAEP_SHA_256 -> 32;
          case AES_GCM, AES_CBC, AES_ECB -> -1;
        };
    if (hashBytes > 0 && plaintextBytes > spec.bits() / 8 - 2 * hashBytes - 2) {
      throw KmsException.invalid("Plaintext", "it is longer than the key's padding allows");
    }
  }

  private static void check(KeySpec spec, SigningAlgorithm algorithm, byte[] digest) {
    KeySpec.Family needed =
        algorithm == SigningAlgorithm.ECDSA_SHA_256 ? KeySpec.Family.EC : KeySpec.Family.RSA;
    if (spec.family() != needed) {
      throw KmsException.invalid("Algorithm");
    }
    if (digest.length != SigningAlgorithm.DIGEST_BYTES) {
      throw KmsException.invalid("Message", "a digest has 32 bytes");
    }
  }
}
