package coffer.operations.kms;

import coffer.audit.AuditMark;
import coffer.model.ErrorCode;
import coffer.model.ImportedMaterial;
import coffer.model.Key;
import coffer.model.KmsException;
import coffer.model.Origin;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Notary;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// States, signed, that a key has imported material: for custodians who must show that later. What
/// they say of their own HSM is signed only as a hash, because the service cannot know it.
public final class GetImportReceipt {
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private GetImportReceipt() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of a key with imported material.") String keyId,
      @Doc("SHA-256 (hex) of what the custodian states; it is signed along, and not judged.")
          Optional<String> custodianStatementSha256) {}

  /// What is answered.
  public record Answer(
      @Doc("What the service states: JSON, in exactly the bytes that are signed.") String statement,
      @Doc("ECDSA-SHA256 (DER) over the statement's UTF-8.") byte[] signature,
      @Doc("PEM: the signer's certificate, then the service CA.") String certificateChain) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "GetImportReceipt",
          "Answers a signed statement of the import of a key's material.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.KEY_NOT_FOUND, ErrorCode.UNSUPPORTED_ORIGIN, ErrorCode.PENDING_IMPORT),
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          GetImportReceipt::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Optional<String> custodian = call.request().custodianStatementSha256();
    if (custodian.filter(hash -> !SHA_256.matcher(hash).matches()).isPresent()) {
      throw KmsException.invalid("CustodianStatementSha256", "64 lower-case hexadecimal digits");
    }
    Key key = call.key();
    if (key.origin() != Origin.EXTERNAL) {
      throw new KmsException(ErrorCode.UNSUPPORTED_ORIGIN);
    }
    ImportedMaterial imported =
        services
            .keys()
            .imports()
            .imported(key)
            .orElseThrow(() -> new KmsException(ErrorCode.PENDING_IMPORT));
    AuditMark mark = services.notary().auditMark();
    Map<String, String> statement = new LinkedHashMap<>();
    statement.put("Statement", "Key material of this key was imported and is in use.");
    statement.put("KeyId", key.id().value());
    statement.put("KeySpec", key.spec().wireName());
    statement.put("KeyVersionId", key.primary().id().toString());
    statement.put("ProtectionLevel", key.traits().protectionLevel().wireName());
    statement.put("MaterialFingerprint", hex(imported.fingerprint()));
    statement.put("FirstImportedAt", time(imported.created()));
    statement.put("MaterialExpires", key.materialExpires().map(Instant::toString).orElse("never"));
    statement.put("AuditSequence", String.valueOf(mark.sequence()));
    statement.put("AuditHash", hex(mark.hash()));
    statement.put("RequestedBy", call.caller().principal().name());
    statement.put("IssuedAt", time(services.clock().instant()));
    custodian.ifPresent(hash -> statement.put("CustodianStatementSha256", hash));
    String text = JsonText.object(statement);
    Notary.Signed signed = services.notary().sign(text.getBytes(StandardCharsets.UTF_8));
    return new Answer(text, signed.signature(), signed.chainPem());
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
