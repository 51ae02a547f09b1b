package coffer.wire.instance;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Verifies RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2): the dearest step of an Instance API
/// call. Engines are kept per thread and keys in their provider's form; verdicts never.
public final class RsaSignatures {
  private static final Logger LOG = LoggerFactory.getLogger(RsaSignatures.class);
  private static final String ALGORITHM = "SHA256withRSA";
  private static final int KEYS_MAX = 10_000;

  private final Optional<Provider> provider;
  private final ThreadLocal<Signature> engines = ThreadLocal.withInitial(this::engine);
  // Weak keys compare by identity: the same client key comes as the same object, call by call.
  private final Cache<PublicKey, PublicKey> translated =
      Caffeine.newBuilder()
          .weakKeys()
          .maximumSize(KEYS_MAX)
          // Its housekeeping is less work than waking a thread for it.
          .executor(Runnable::run)
          .build();

  private RsaSignatures(Optional<Provider> provider) {
    this.provider = provider;
  }

  /// The Amazon Corretto Crypto Provider where it loads and judges a known signature rightly,
  /// otherwise the JDK. Its own self tests take longer than the rest of a start.
  public static RsaSignatures best() {
    AmazonCorrettoCryptoProvider accelerator = AmazonCorrettoCryptoProvider.INSTANCE;
    if (accelerator.getLoadingError() == null) {
      RsaSignatures accelerated = by(accelerator);
      try {
        if (KnownSignature.isJudgedRightlyBy(accelerated)) {
          return accelerated;
        }
        LOG.error("the accelerator misjudges a known signature and is not used");
      } catch (GeneralSecurityException | RuntimeException e) {
        LOG.error("the accelerator fails and is not used", e);
      }
    }
    LOG.info("client signatures are verified by the JDK");
    return byJdk();
  }

  public static RsaSignatures byJdk() {
    return new RsaSignatures(Optional.empty());
  }

  public static RsaSignatures by(Provider provider) {
    return new RsaSignatures(Optional.of(provider));
  }

  /// For the log.
  public String engineName() {
    return provider.map(Provider::getName).orElse("JDK");
  }

  /// False for whatever is not this key's signature of this text.
  boolean verify(PublicKey key, byte[] text, byte[] signature) {
    if (!(key instanceof RSAPublicKey)) {
      return false;
    }
    Signature engine = engines.get();
    try {
      engine.initVerify(translate(key));
      engine.update(text);
      return engine.verify(signature);
    } catch (SignatureException e) {
      // A signature of the wrong length or form. The next initVerify resets the engine.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA verification does not work", e);
    }
  }

  private Signature engine() {
    try {
      return provider.isPresent()
          ? Signature.getInstance(ALGORITHM, provider.get())
          : Signature.getInstance(ALGORITHM);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no " + ALGORITHM, e);
    }
  }

  private PublicKey translate(PublicKey key) throws GeneralSecurityException {
    if (provider.isEmpty()) {
      return key;
    }
    PublicKey known = translated.getIfPresent(key);
    if (known != null) {
      return known;
    }
    // Not `translateKey`: the accelerator's engines destroy a key of that kind when they turn to
    // another, and the next call with it fails.
    PublicKey fresh =
        KeyFactory.getInstance("RSA", provider.get())
            .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    translated.put(key, fresh);
    return fresh;
  }
}
