package coffer.operations.kms;

import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.KeyRefs;
import coffer.operations.Operation;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Has a symmetric key get new versions by itself, or no longer.
public final class UpdateRotationPolicy {
  private UpdateRotationPolicy() {}

  /// What is asked.
  public record Request(
      @Doc("Id, alias or ARN of the key.") String keyId,
      @Doc("Whether the key is to rotate by itself.") boolean enableAutomaticRotation,
      @Doc("7 to 730 days, as `30d` or `604800s`; needed to rotate.")
          Optional<String> rotationInterval) {}

  public static final Operation<Request, Nothing> OPERATION =
      Operation.of(
          Api.KMS,
          "UpdateRotationPolicy",
          "Has a symmetric key get new versions by itself, an interval after its newest one.",
          Request.class,
          Nothing.class,
          Operation.Kind.CHANGE,
          Set.of(
              ErrorCode.KEY_NOT_FOUND,
              ErrorCode.DISABLED,
              ErrorCode.PENDING_DELETION,
              ErrorCode.PENDING_IMPORT,
              ErrorCode.REJECTED_UNSUPPORTED_OPERATION,
              ErrorCode.UNSUPPORTED_ORIGIN),
          (services, caller, request) -> KeyRefs.resolve(services, caller, request.keyId()),
          (services, call) -> {
            Request request = call.request();
            Optional<Duration> every =
                interval(request.enableAutomaticRotation(), request.rotationInterval());
            services.keys().rotation().schedule(call.key().id(), every);
            return new Nothing();
          });

  /// An interval without rotation is only read.
  static Optional<Duration> interval(boolean rotates, Optional<String> text) {
    Optional<Duration> interval = text.map(t -> Interval.parse("RotationInterval", t));
    if (!rotates) {
      return Optional.empty();
    }
    if (interval.isEmpty()) {
      throw KmsException.missing("RotationInterval");
    }
    return interval;
  }
}
