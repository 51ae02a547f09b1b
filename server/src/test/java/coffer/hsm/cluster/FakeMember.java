package coffer.hsm.cluster;

import coffer.hsm.CipherParameters;
import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmIdentity;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Imported;
import coffer.hsm.Incoming;
import coffer.hsm.Material;
import coffer.hsm.Opened;
import coffer.hsm.Sealed;
import coffer.hsm.TransportedKeys;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.ProtectionLevel;
import coffer.model.SecretBytes;
import coffer.model.SigningAlgorithm;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A member without a device: real algorithms under a KEK of choice, and a hook before every call.
final class FakeMember implements HsmMember {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] NONE = {};

  /// Struck with the name of each operation before it runs.
  volatile Consumer<String> before = name -> {};

  volatile boolean blocks;
  volatile boolean closed;
  volatile ProtectionLevel level = ProtectionLevel.SOFTWARE;
  volatile int version = 1;
  final AtomicInteger unwraps = new AtomicInteger();
  final AtomicInteger calls = new AtomicInteger();
  final Set<HsmKey> held = ConcurrentHashMap.newKeySet();

  final Map<KeyVersionId, WrappedKey> installed = new ConcurrentHashMap<>();

  private final byte[] kek;

  FakeMember(int kek) {
    this.kek = new byte[16];
    Arrays.fill(this.kek, (byte) kek);
  }

  /// Identity, not value: each unwrapping makes another handle.
  private static final class Handle implements HsmKey {
    private final byte[] secret;

    Handle(byte[] secret) {
      this.secret = secret;
    }
  }

  private void on(String operation) {
    if (closed) {
      throw new HsmException(HsmFailure.UNAVAILABLE, "closed");
    }
    before.accept(operation);
    calls.incrementAndGet();
  }

  private Handle handle(HsmKey key) {
    if (!held.contains(key)) {
      throw new HsmException(HsmFailure.STALE_KEY, "not held");
    }
    return (Handle) key;
  }

  @Override
  public ProtectionLevel protectionLevel() {
    return level;
  }

  @Override
  public boolean mayBlock() {
    return blocks;
  }

  @Override
  public WrappedKey generate(KeySpec spec, Set<KeyUsage> usages) {
    on("generate");
    return attempt(() -> {
      if (spec.isAsymmetric()) {
        KeyPairGenerator generator =
            KeyPairGenerator.getInstance(spec.family() == KeySpec.Family.RSA ? "RSA" : "EC");
        if (spec.family() == KeySpec.Family.RSA) {
          generator.initialize(spec.bits());
        } else {
          generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        KeyPair pair = generator.generateKeyPair();
        byte[] wrapped = gcm(kek, true, NONE, pair.getPrivate().getEncoded());
        return new WrappedKey(1, WrapFormat.AES_GCM, wrapped, pair.getPublic().getEncoded());
      }
      byte[] secret = new byte[32];
      RANDOM.nextBytes(secret);
      return new WrappedKey(1, WrapFormat.AES_GCM, gcm(kek, true, NONE, secret), NONE);
    });
  }

  /// Takes the last 32 bytes of what came, unwrapped as they are.
  @Override
  public Imported importKey(Incoming incoming, KeySpec spec, Set<KeyUsage> usages) {
    on("importKey");
    byte[] came = incoming.encrypted();
    byte[] secret = Arrays.copyOfRange(came, came.length - 32, came.length);
    return new Imported(
        new WrappedKey(1, WrapFormat.AES_GCM, gcm(kek, true, NONE, secret), NONE), false);
  }

  @Override
  public HsmKey unwrap(Material material) {
    on("unwrap");
    unwraps.incrementAndGet();
    WrappedKey wrapped =
        material.isInternal() ? installed.get(material.version()) : material.wrapped();
    if (wrapped == null) {
      throw new HsmException(HsmFailure.ABSENT, "not here");
    }
    Handle handle = new Handle(gcm(kek, false, NONE, wrapped.wrapped()));
    held.add(handle);
    return handle;
  }

  @Override
  public void release(HsmKey key) {
    on("release");
    held.remove(key);
  }

  @Override
  public Sealed encrypt(HsmKey key, CipherParameters parameters, SecretBytes plaintext) {
    on("encrypt");
    Handle handle = handle(key);
    return plaintext.use(
        bytes -> new Sealed(NONE, gcm(handle.secret, true, parameters.aad(), bytes)));
  }

  @Override
  public Opened decrypt(HsmKey key, CipherParameters parameters, byte[] ciphertext) {
    on("decrypt");
    byte[] secret = handle(key).secret;
    byte[] plaintext =
        parameters.algorithm().isSymmetric()
            ? gcm(secret, false, parameters.aad(), ciphertext)
            : attempt(() -> {
              Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
              cipher.init(
                  Cipher.DECRYPT_MODE,
                  KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(secret)));
              return cipher.doFinal(ciphertext);
            });
    return new Opened(SecretBytes.owning(plaintext), false);
  }

  @Override
  public byte[] sign(HsmKey key, SigningAlgorithm algorithm, byte[] digest) {
    on("sign");
    byte[] secret = handle(key).secret;
    return attempt(() -> {
      boolean rsa = algorithm == SigningAlgorithm.RSA_PKCS1_SHA_256;
      Signature signature = Signature.getInstance(rsa ? "NONEwithRSA" : "NONEwithECDSA");
      signature.initSign(
          KeyFactory.getInstance(rsa ? "RSA" : "EC")
              .generatePrivate(new PKCS8EncodedKeySpec(secret)));
      if (rsa) {
        // DigestInfo of SHA-256, RFC 8017 §9.2.
        signature.update(HexFormat.of().parseHex("3031300d060960864801650304020105000420"));
      }
      signature.update(digest);
      return signature.sign();
    });
  }

  @Override
  public byte[] mac(HsmKey key, byte[] message) {
    on("mac");
    return hmac(handle(key).secret, message);
  }

  @Override
  public SecretBytes random(int bytes) {
    on("random");
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return SecretBytes.owning(random);
  }

  @Override
  public byte[] integrity(int of, byte[] data) {
    on("integrity");
    return hmac(kek, data);
  }

  @Override
  public void ping() {
    on("ping");
  }

  @Override
  public HsmIdentity identity() {
    return new HsmIdentity("fake", "1", "none", "none", "1");
  }

  @Override
  public Optional<byte[]> identPublicKey() {
    return Optional.empty();
  }

  @Override
  public byte[] ensureIdent() {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] signAsIdent(byte[] message) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int domainKeyVersion() {
    return version;
  }

  @Override
  public Set<Integer> domainKeyVersions() {
    return Set.of(version);
  }

  @Override
  public void useDomainKeys(int wanted) {
    version = wanted;
  }

  @Override
  public WrappedKey generate(int of, KeySpec spec, Set<KeyUsage> usages) {
    return generate(spec, usages);
  }

  @Override
  public void discardDomainKeys(int of) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void ensureDomainKeys(int wanted) {
    version = wanted;
  }

  @Override
  public byte[] offerTransport() {
    throw new UnsupportedOperationException();
  }

  @Override
  public TransportedKeys exportDomainKeys(
      int of, byte[] transportPublicKey, SecretBytes officerPin) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void importDomainKeys(TransportedKeys keys) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void destroyDomainKeys() {
    version = 0;
  }

  @Override
  public void install(Material material) {
    on("install");
    installed.put(material.version(), material.wrapped());
  }

  @Override
  public Set<KeyVersionId> installed() {
    on("installed");
    return Set.copyOf(installed.keySet());
  }

  @Override
  public Optional<WrappedKey> installedCopy(KeyVersionId version) {
    on("installedCopy");
    return Optional.ofNullable(installed.get(version));
  }

  @Override
  public void uninstall(KeyVersionId version) {
    on("uninstall");
    installed.remove(version);
  }

  @Override
  public List<String> warnings() {
    return List.of("this is a fake");
  }

  @Override
  public void close() {
    closed = true;
  }

  private interface Work<R> {
    R run() throws GeneralSecurityException;
  }

  private static <R> R attempt(Work<R> work) {
    try {
      return work.run();
    } catch (GeneralSecurityException e) {
      throw new HsmException(HsmFailure.BAD_CIPHERTEXT, "does not open", e);
    }
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    return attempt(() -> {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(data);
    });
  }

  /// The IV stands before the ciphertext.
  private static byte[] gcm(byte[] key, boolean seal, byte[] aad, byte[] input) {
    return attempt(() -> {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      byte[] iv = new byte[12];
      if (seal) {
        RANDOM.nextBytes(iv);
      } else {
        System.arraycopy(input, 0, iv, 0, iv.length);
      }
      cipher.init(
          seal ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(128, iv));
      cipher.updateAAD(aad);
      if (!seal) {
        return cipher.doFinal(input, iv.length, input.length - iv.length);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(iv);
      out.writeBytes(cipher.doFinal(input));
      return out.toByteArray();
    });
  }
}
