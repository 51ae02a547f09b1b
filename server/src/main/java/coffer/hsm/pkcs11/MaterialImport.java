package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.Imported;
import coffer.hsm.Incoming;
import coffer.hsm.envelope.HybridEnvelope;
import coffer.hsm.envelope.MaterialBytes;
import coffer.hsm.envelope.PrivateMaterial;
import coffer.hsm.envelope.RsaPadding;
import coffer.model.KeySpec;
import coffer.model.SecretBytes;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import coffer.model.WrappingAlgorithm;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Takes material in: unwraps it in the token where that can, and makes an object of what was
/// opened here where it cannot; either way the token wraps the object under the KEK.
///
/// Private keys are always opened here: no mechanism of PKCS #11 undoes their wrapping as a whole.
final class MaterialImport {
  private static final int MODULUS_BYTES = 256;
  private static final int BLOCK_BYTES = 8;
  private static final byte[] NONE = {};

  private final Lanes lanes;
  private final KeyMaterial material;
  private final Traits traits;
  private final WrapFormats formats;
  private final Set<WrappingAlgorithm> inSoftware = ConcurrentHashMap.newKeySet();
  private volatile boolean pkcs1Tried;

  MaterialImport(Lanes lanes, KeyMaterial material, Traits traits) {
    this.lanes = lanes;
    this.material = material;
    this.traits = traits;
    this.formats = traits.formats();
  }

  /// Algorithms that the token turned out not to unwrap by, or not safely.
  Set<WrappingAlgorithm> inSoftware() {
    return Set.copyOf(inSoftware);
  }

  Imported importKey(Incoming incoming, KeySpec spec) {
    traits.require(spec);
    WrappedKey pair = incoming.wrappingKey().wrapped();
    Mechanism unwrap = formats.mechanism(pair.format());
    return lanes.rsa((epoch, session) -> {
      int version = epoch.domain().requireVersion();
      long wrappingKey = wrappingKey(epoch, session, unwrap, pair);
      try {
        Taken taken = take(session, wrappingKey, incoming, spec);
        try {
          return new Imported(
              wrapped(session, epoch.domain().kek(version), version, taken, spec),
              taken.inSoftware());
        } finally {
          session.destroy(taken.object());
        }
      } finally {
        session.destroy(wrappingKey);
      }
    });
  }

  private WrappedKey wrapped(Session session, long kek, int version, Taken taken, KeySpec spec) {
    if (spec.isAsymmetric()) {
      byte[] wrapped = padded(session, kek, taken.object());
      return new WrappedKey(version, formats.paddedFormat(), wrapped, taken.publicKey());
    }
    tryOnce(session, taken.object(), spec);
    MaterialBytes allowed = MaterialBytes.of(spec);
    Optional<byte[]> exact = exact(session, kek, taken.object());
    if (exact.isPresent()) {
      requireFits(allowed.contains(exact.get().length - BLOCK_BYTES));
      return new WrappedKey(version, WrapFormat.AES_KW, exact.get(), NONE);
    }
    // Not a multiple of 8 bytes, as every bound is: it fits if the next multiple does.
    byte[] wrapped = padded(session, kek, taken.object());
    int next = wrapped.length - BLOCK_BYTES;
    requireFits(formats.exact().isEmpty() || (next > allowed.min() && next <= allowed.max()));
    return new WrappedKey(version, formats.paddedFormat(), wrapped, NONE);
  }

  /// Some tokens fill a key up to a multiple of 8 bytes when they wrap it, so that its length shows
  /// only in whether it can be used.
  private static void tryOnce(Session session, long object, KeySpec spec) {
    try {
      byte[] _ =
          spec.family() == KeySpec.Family.AES
              ? session.encrypt(Mechanism.of(Ck.CKM_AES_ECB), object, new byte[16])
              : session.sign(Pkcs11Member.hmac(spec), object, NONE);
    } catch (ModuleRefusal refusal) {
      // One answers to an AES key of 31 bytes that there is no such mechanism.
      throw refusal.returnClass() == ReturnClass.UNSUPPORTED
          ? KeyLanes.badCiphertext(refusal)
          : KeyLanes.ciphertextRefused(session, refusal);
    }
  }

  /// Empty when the secret has no length that AES Key Wrap takes.
  private Optional<byte[]> exact(Session session, long kek, long object) {
    if (formats.exact().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(session.wrap(formats.exact().get(), kek, object));
    } catch (ModuleRefusal refusal) {
      if (refusal.returnClass() != ReturnClass.CALLER
          && refusal.returnClass() != ReturnClass.CIPHERTEXT) {
        throw refusal;
      }
      return Optional.empty();
    }
  }

  private byte[] padded(Session session, long kek, long object) {
    try {
      return session.wrap(formats.mechanism(formats.paddedFormat()), kek, object);
    } catch (ModuleRefusal refusal) {
      throw KeyLanes.ciphertextRefused(session, refusal);
    }
  }

  private static void requireFits(boolean fits) {
    if (!fits) {
      throw KeyLanes.badCiphertext();
    }
  }

  /// Material as an object of the token.
  private record Taken(long object, byte[] publicKey, boolean inSoftware) {}

  private long wrappingKey(Epoch epoch, Session session, Mechanism unwrap, WrappedKey pair) {
    long kek = material.kek(epoch, session, pair.kekVersion());
    try {
      return session.unwrap(unwrap, kek, pair.wrapped(), KeyTemplates.wrappingKey());
    } catch (ModuleRefusal refusal) {
      throw KeyMaterial.unwrapRefused(session, refusal);
    }
  }

  private Taken take(Session session, long wrappingKey, Incoming incoming, KeySpec spec) {
    if (spec.isAsymmetric()) {
      return privateKey(session, wrappingKey, incoming, spec);
    }
    if (incoming.encrypted().length != MODULUS_BYTES) {
      throw KeyLanes.badCiphertext();
    }
    Optional<Long> unwrapped = inToken(session, wrappingKey, incoming, spec);
    return unwrapped.isPresent()
        ? new Taken(unwrapped.get(), NONE, false)
        : new Taken(inSoftware(session, wrappingKey, incoming, spec), NONE, true);
  }

  /// Empty when the token cannot.
  private Optional<Long> inToken(
      Session session, long wrappingKey, Incoming incoming, KeySpec spec) {
    WrappingAlgorithm algorithm = incoming.algorithm();
    if (algorithm == WrappingAlgorithm.RSAES_PKCS1_V1_5) {
      tryPkcs1(session, wrappingKey, incoming.wrappingKey().wrapped().publicKey());
    }
    if (inSoftware.contains(algorithm)) {
      return Optional.empty();
    }
    long object;
    try {
      object =
          session.unwrap(
              mechanism(algorithm), wrappingKey, incoming.encrypted(), KeyTemplates.imported(spec));
    } catch (ModuleRefusal refusal) {
      if (!isGap(refusal)) {
        throw KeyLanes.ciphertextRefused(session, refusal);
      }
      inSoftware.add(algorithm);
      return Optional.empty();
    }
    long bytes = session.attribute(object, Ck.CKA_VALUE_LEN).map(Scratch::number).orElse(0L);
    boolean told = bytes > 0;
    if (told ? MaterialBytes.of(spec).contains(bytes) : formats.exact().isPresent()) {
      return Optional.of(object);
    }
    session.destroy(object);
    requireFits(!told);
    // A token that tells a key's length in no way cannot be trusted with this.
    inSoftware.add(algorithm);
    return Optional.empty();
  }

  /// Some tokens answer a bad padding with a key made up of nothing, so that nobody learns of it:
  /// good for decryption, but here the made-up key would be kept. Looked at once.
  private void tryPkcs1(Session session, long wrappingKey, byte[] publicKey) {
    if (pkcs1Tried) {
      return;
    }
    byte[] bad = PublicKeys.raw(publicKey, badPadding());
    try {
      long object =
          session.unwrap(
              Mechanism.of(Ck.CKM_RSA_PKCS),
              wrappingKey,
              bad,
              KeyTemplates.imported(KeySpec.HMAC_SHA256));
      session.destroy(object);
      inSoftware.add(WrappingAlgorithm.RSAES_PKCS1_V1_5);
    } catch (ModuleRefusal refusal) {
      RuntimeException why = KeyLanes.ciphertextRefused(session, refusal);
      if (isGap(refusal)) {
        inSoftware.add(WrappingAlgorithm.RSAES_PKCS1_V1_5);
      } else if (!(why instanceof HsmException)) {
        throw why;
      }
    }
    pkcs1Tried = true;
  }

  private static byte[] badPadding() {
    byte[] block = new byte[MODULUS_BYTES];
    block[1] = 3;
    for (int i = 2; i < block.length; i++) {
      block[i] = (byte) i;
    }
    return block;
  }

  /// Said before the token looked at what came: it has the length of the modulus.
  private static boolean isGap(ModuleRefusal refusal) {
    return refusal.is(ReturnCode.MECHANISM_INVALID)
        || refusal.is(ReturnCode.MECHANISM_PARAM_INVALID)
        || refusal.is(ReturnCode.FUNCTION_NOT_SUPPORTED)
        || refusal.is(ReturnCode.ARGUMENTS_BAD);
  }

  private static long inSoftware(
      Session session, long wrappingKey, Incoming incoming, KeySpec spec) {
    byte[] block = RsaDecryption.raw(session, wrappingKey, incoming.encrypted());
    try (SecretBytes secret =
        RsaPadding.remove(incoming.algorithm(), block, MaterialBytes.of(spec))
            .orElseThrow(KeyLanes::badCiphertext)) {
      return secret.use(
          value -> session.create(KeyTemplates.imported(spec).bytes(Ck.CKA_VALUE, value)));
    }
  }

  private Taken privateKey(Session session, long wrappingKey, Incoming incoming, KeySpec spec) {
    HybridEnvelope envelope =
        HybridEnvelope.split(incoming.encrypted(), MODULUS_BYTES)
            .orElseThrow(KeyLanes::badCiphertext);
    byte[] block = RsaDecryption.raw(session, wrappingKey, envelope.wrappedKey());
    Optional<SecretBytes> key =
        RsaPadding.remove(incoming.algorithm(), block, HybridEnvelope.KEY_BYTES);
    try {
      PrivateMaterial opened = envelope.open(key, spec).orElseThrow(KeyLanes::badCiphertext);
      long object = PrivateTemplates.create(session, traits, spec, opened);
      return new Taken(object, opened.publicKey(), true);
    } finally {
      key.ifPresent(SecretBytes::close);
    }
  }

  private static Mechanism mechanism(WrappingAlgorithm algorithm) {
    return switch (algorithm) {
      case RSAES_PKCS1_V1_5 -> Mechanism.of(Ck.CKM_RSA_PKCS);
      case RSAES_OAEP_SHA_1 -> Mechanism.OAEP_SHA_1;
      case RSAES_OAEP_SHA_256 -> Mechanism.OAEP_SHA_256;
      case RSAES_OAEP_SHA_256_AES_256_ECB_PKCS7_PAD, SM2PKE, SM2PKE_SM4_ECB ->
          throw new IllegalArgumentException("not a mechanism of one step");
    };
  }
}
