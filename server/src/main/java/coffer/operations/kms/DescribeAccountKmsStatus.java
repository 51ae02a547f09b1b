package coffer.operations.kms;

import coffer.operations.Api;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Target;
import java.util.Set;

/// Answers whether the service is open.
public final class DescribeAccountKmsStatus {
  private DescribeAccountKmsStatus() {}

  /// What is asked.
  public record Request() {}

  /// What is answered.
  public record Answer(@Doc("Enabled.") String accountStatus) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "DescribeAccountKmsStatus",
          "Answers whether the service is open.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(),
          (_, _, _) -> new Target.Service(),
          (_, _) -> new Answer("Enabled"));
}
