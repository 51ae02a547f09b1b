package coffer.operations.kms;

import coffer.access.AccessService;
import coffer.model.AccessPointName;
import coffer.model.ClientKeyId;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/// Creates a client key. Its private key is answered once and not kept.
public final class CreateClientKey {
  static final String ALGORITHM = "RSA_2048";

  private CreateClientKey() {}

  /// What is asked.
  public record Request(
      @Doc("Name of the access point.") AccessPointName aapName,
      @Doc("8 to 64 digits, letters and ~!@#$%^&*?_- of at least two kinds.") SecretBytes password,
      @Doc("Start of its validity, as 2026-01-31T00:00:00Z, with NotAfter; now by default.")
          Optional<String> notBefore,
      @Doc("End of its validity, with NotBefore; five years from now by default.")
          Optional<String> notAfter) {}

  /// What is answered.
  public record Answer(
      @Doc("Id of the client key.") ClientKeyId clientKeyId,
      @Doc("The private key: Base64 of a PKCS #12 file under the password. Shown once.")
          SecretBytes privateKeyData,
      @Doc("RSA_2048.") String keyAlgorithm,
      @Doc("Start of its validity.") Instant notBefore,
      @Doc("End of its validity.") Instant notAfter) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "CreateClientKey",
          "Creates a client key; its private key is answered once and not kept.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.LIMIT_EXCEEDED),
          (_, _, request) -> new Target.Named("applicationaccesspoint", request.aapName().value()),
          CreateClientKey::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    AccessService.NewClientKey made =
        services
            .access()
            .createClientKey(
                request.aapName(),
                request.password(),
                request.notBefore().map(text -> instant(text, "NotBefore")),
                request.notAfter().map(text -> instant(text, "NotAfter")));
    return new Answer(
        made.key().id(),
        made.privateKeyData(),
        ALGORITHM,
        made.key().notBefore(),
        made.key().notAfter());
  }

  private static Instant instant(String text, String parameter) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw KmsException.invalid(parameter, "as 2026-01-31T00:00:00Z");
    }
  }
}
