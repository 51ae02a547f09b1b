package coffer.clusters;

import coffer.hsm.Hsm;
import coffer.hsm.HsmKey;
import coffer.hsm.HsmMember;
import coffer.hsm.Material;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KeyVersionId;
import coffer.model.WireName;
import coffer.model.WrapFormat;
import coffer.model.WrappedKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.UUID;

/// Proves that an HSM holds a cluster's domain keys: it must unwrap a probe key that the cluster
/// wrapped, and MAC with it, and with the integrity key, to the known values. A KEK that only wraps
/// and unwraps cannot be asked for more, and check values of PKCS #11 are not dependable.
///
/// @param probe an HMAC key wrapped under the cluster's KEK
/// @param probeMac its MAC of a fixed text
/// @param integrityMac the integrity key's MAC of the same text
record DomainCheck(WrappedKey probe, byte[] probeMac, byte[] integrityMac) {
  private static final byte[] TEXT = "coffer-domain-check/1".getBytes(StandardCharsets.UTF_8);
  private static final Set<KeyUsage> USAGES = Set.of(KeyUsage.GENERATE_VERIFY_MAC);
  private static final int PART_BYTES_MAX = 4096;

  static DomainCheck create(Hsm hsm) {
    return of(hsm, hsm.generate(KeySpec.HMAC_SHA256, USAGES));
  }

  /// Of a version that need not be in use.
  static DomainCheck create(HsmMember member, int version) {
    return of(member, member.generate(version, KeySpec.HMAC_SHA256, USAGES));
  }

  private static DomainCheck of(Hsm hsm, WrappedKey probe) {
    return new DomainCheck(probe, probeMac(hsm, probe), hsm.integrity(probe.kekVersion(), TEXT));
  }

  int version() {
    return probe.kekVersion();
  }

  boolean passes(Hsm hsm) {
    return MessageDigest.isEqual(integrityMac, hsm.integrity(probe.kekVersion(), TEXT))
        && MessageDigest.isEqual(probeMac, probeMac(hsm, probe));
  }

  private static byte[] probeMac(Hsm hsm, WrappedKey probe) {
    KeyVersionId id = new KeyVersionId(new UUID(0, 0));
    HsmKey key = hsm.unwrap(new Material(id, KeySpec.HMAC_SHA256, USAGES, probe));
    try {
      return hsm.mac(key, TEXT);
    } finally {
      hsm.release(key);
    }
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(probe.kekVersion());
      out.writeUTF(probe.format().wireName());
      for (byte[] part : new byte[][] {probe.wrapped(), probeMac, integrityMac}) {
        out.writeInt(part.length);
        out.write(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static DomainCheck decode(byte[] encoded) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      int kekVersion = in.readInt();
      WrapFormat format =
          WireName.find(WrapFormat.class, in.readUTF())
              .orElseThrow(() -> new IOException("unknown wrap format"));
      WrappedKey probe = new WrappedKey(kekVersion, format, part(in), new byte[0]);
      return new DomainCheck(probe, part(in), part(in));
    } catch (IOException e) {
      throw new UncheckedIOException("domain check in the store is damaged", e);
    }
  }

  private static byte[] part(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > PART_BYTES_MAX) {
      throw new IOException("part of " + length + " bytes");
    }
    return in.readNBytes(length);
  }
}
