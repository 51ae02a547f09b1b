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

/// Verifies an HMAC. A bad one is an answer, not a refusal.
public final class VerifyMac {
  private static final String NAME = "VerifyMac";

  private VerifyMac() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("The algorithm of the key's spec.") MacAlgorithm algorithm,
      @Doc("The message.") byte[] message,
      @Doc("The MAC to verify.") byte[] mac,
      @Doc("Only say whether it would be done.") Optional<Boolean> dryRun)
      implements DryRun {}

  /// What is answered.
  public record Answer(
      @Doc("Whether the MAC is right.") boolean value,
      @Doc("Id of the key.") String keyId,
      @Doc("The algorithm that was used.") MacAlgorithm algorithm) {}

  public static final Operation<Request, Answer> OPERATION =
      new Operation<>(
          Api.KMS,
          NAME,
          "Verifies an HMAC.",
          Request.class,
          Answer.class,
          Operation.Kind.CRYPTO,
          Texts.ERRORS,
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          VerifyMac::perform,
          (services, request) -> KeyRefs.isResident(services, request.keyId()));

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Macs.require(call.key(), NAME, request.algorithm());
    boolean right =
        services
            .crypto()
            .verifyMac(call.key(), call.key().primary(), request.message(), request.mac());
    return new Answer(right, call.key().id().value(), request.algorithm());
  }
}
