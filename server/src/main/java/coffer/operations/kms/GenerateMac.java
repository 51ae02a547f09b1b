package coffer.operations.kms;

import coffer.model.MacAlgorithm;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.DryRun;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import coffer.operations.Services;
import java.util.Optional;

/// Makes an HMAC with the hash of the key's spec.
public final class GenerateMac {
  private static final String NAME = "GenerateMac";

  private GenerateMac() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("The algorithm of the key's spec.") MacAlgorithm algorithm,
      @Doc("The message.") byte[] message,
      @Doc("Only say whether it would be done.") Optional<Boolean> dryRun)
      implements DryRun {}

  /// What is answered.
  public record Answer(
      @Doc("The MAC, as long as the hash.") byte[] mac,
      @Doc("Id of the key.") String keyId,
      @Doc("The algorithm that was used.") MacAlgorithm algorithm) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.KMS,
          NAME,
          "Makes an HMAC with the hash of the key's spec.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          Texts.ERRORS,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          GenerateMac::perform,
          (services, request) -> KeyRefs.isResident(services, request.keyId()));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Macs.require(call.key(), NAME, request.algorithm());
    byte[] mac = services.crypto().mac(call.key(), call.key().primary(), request.message());
    return new Answer(mac, call.key().id().value(), request.algorithm());
  }
}
