package coffer.ram;

import coffer.access.Principal;
import coffer.model.AccessKeyId;
import coffer.model.EntityId;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.Role;
import coffer.model.SecretBytes;
import coffer.policy.Policy;
import coffer.policy.PolicyDocument;
import coffer.policy.PolicyKind;
import coffer.policy.PolicySet;
import coffer.seal.Sealer;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Temporary credentials. Nothing of them is kept: all that the service must know of a session is
/// in its token, sealed under the server's passphrase. A session ends with its time, with its role,
/// or with the passphrase's key.
public final class SecurityTokens {
  static final String ID_PREFIX = "STS.";

  private static final String CONTEXT = "security-token";
  private static final int FORMAT = 1;
  private static final int ID_LETTERS = 24;
  private static final int TOKEN_LENGTH_MAX = 8_192;
  private static final int SESSIONS_MAX = 5_000;

  private final RamDirectory directory;
  private final AccessKeyMint mint;
  private final Sealer sealer;
  private final Clock clock;
  private final String account;
  private final Cache<String, Session> opened =
      Caffeine.newBuilder().maximumSize(SESSIONS_MAX).build();

  SecurityTokens(
      RamDirectory directory, AccessKeyMint mint, Sealer sealer, Clock clock, String account) {
    this.directory = directory;
    this.mint = mint;
    this.sealer = sealer;
    this.clock = clock;
    this.account = account;
  }

  /// Credentials as they are answered, once; the caller owns the secret.
  public record Issued(AccessKeyId id, SecretBytes secret, String token, Instant expires) {}

  /// What a session is for.
  ///
  /// @param policy that narrows what the role may
  public record Wanted(String session, int seconds, Optional<String> policy, boolean mfaPresent) {}

  /// What a token says.
  private record Session(
      AccessKeyId id,
      SecretBytes secret,
      EntityId role,
      String name,
      Instant expires,
      boolean mfaPresent,
      Optional<PolicySet> policy) {}

  /// Does not check whether the role may be taken on.
  public Issued issue(Role role, Wanted wanted) {
    wanted.policy().ifPresent(SecurityTokens::requireSessionPolicy);
    AccessKeyId id = new AccessKeyId(ID_PREFIX + mint.text(ID_LETTERS));
    Instant expires = clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(wanted.seconds());
    SecretBytes secret = mint.secret();
    try (SecretBytes payload = secret.use(bytes -> write(id, bytes, role.id(), expires, wanted))) {
      String token =
          Base64.getUrlEncoder().withoutPadding().encodeToString(sealer.seal(CONTEXT, payload));
      return new Issued(id, secret, token, expires);
    }
  }

  /// Throws `KmsException` for a token that is none, is another's, or is over. Never blocks.
  AccessKeys.SigningKey find(String accessKeyId, String token) {
    Session session = session(token);
    if (!session.id().value().equals(accessKeyId)) {
      throw new KmsException(ErrorCode.SECURITY_TOKEN_MISMATCH);
    }
    Role role = directory.state().rolesById().get(session.role());
    if (role == null || !clock.instant().isBefore(session.expires())) {
      throw new KmsException(ErrorCode.SECURITY_TOKEN_EXPIRED);
    }
    Principal principal =
        new Principal.RoleSession(
            account,
            role.id(),
            role.name(),
            session.name(),
            session.id(),
            session.mfaPresent(),
            session.policy());
    return new AccessKeys.SigningKey(principal, session.secret(), true);
  }

  private Session session(String token) {
    Session known = opened.getIfPresent(token);
    if (known != null) {
      return known;
    }
    Session session = open(token);
    opened.put(token, session);
    return session;
  }

  private Session open(String token) {
    if (token.length() > TOKEN_LENGTH_MAX) {
      throw new KmsException(ErrorCode.SECURITY_TOKEN_MALFORMED);
    }
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      throw new KmsException(ErrorCode.SECURITY_TOKEN_MALFORMED);
    }
    try (SecretBytes payload =
        sealer
            .open(CONTEXT, sealed)
            .orElseThrow(() -> new KmsException(ErrorCode.SECURITY_TOKEN_MALFORMED))) {
      return payload.use(SecurityTokens::read);
    }
  }

  private static SecretBytes write(
      AccessKeyId id, byte[] secret, EntityId role, Instant expires, Wanted wanted) {
    WipedOutput bytes = new WipedOutput();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeUTF(id.value());
      out.writeShort(secret.length);
      out.write(secret);
      out.writeUTF(role.value());
      out.writeUTF(wanted.session());
      out.writeLong(expires.getEpochSecond());
      out.writeBoolean(wanted.mfaPresent());
      out.writeUTF(wanted.policy().orElse(""));
      return bytes.take();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
  }

  private static Session read(byte[] payload) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
      if (in.readByte() != FORMAT) {
        throw new KmsException(ErrorCode.SECURITY_TOKEN_MALFORMED);
      }
      AccessKeyId id = new AccessKeyId(in.readUTF());
      SecretBytes secret = SecretBytes.owning(in.readNBytes(in.readUnsignedShort()));
      EntityId role = new EntityId(in.readUTF());
      String name = in.readUTF();
      Instant expires = Instant.ofEpochSecond(in.readLong());
      boolean mfaPresent = in.readBoolean();
      String policy = in.readUTF();
      return new Session(
          id,
          secret,
          role,
          name,
          expires,
          mfaPresent,
          policy.isEmpty() ? Optional.empty() : Optional.of(PolicySet.of(compile(policy))));
    } catch (IOException e) {
      throw new IllegalStateException("a token that was sealed here cannot be read", e);
    }
  }

  /// Refuses what is no policy of a session.
  public static void requireSessionPolicy(String document) {
    Policy compiled = compile(document);
    if (compiled.statements().isEmpty()) {
      throw new IllegalStateException("a policy without statements");
    }
  }

  private static Policy compile(String document) {
    return PolicyDocument.compile(PolicyKind.SESSION, "session", document);
  }

  /// Leaves no copy of what it was written.
  private static final class WipedOutput extends ByteArrayOutputStream {
    private static final int BYTES_MAX = 12 * 1024;

    WipedOutput() {
      super(BYTES_MAX);
    }

    SecretBytes take() {
      SecretBytes taken = SecretBytes.owning(toByteArray());
      Arrays.fill(buf, (byte) 0);
      return taken;
    }
  }
}
