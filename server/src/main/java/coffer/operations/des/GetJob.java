package coffer.operations.des;

import coffer.model.ErrorCode;
import coffer.model.HsmJobId;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.Optional;
import java.util.Set;

/// Answers how far a job is.
public final class GetJob {
  private GetJob() {}

  /// What is asked.
  public record Request(@Doc("Id of the job.") String jobId) {}

  /// What is answered.
  public record Answer(@Doc("The job.") JobDescription job) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "GetJob",
          "Answers how far a job is; the last 200 are kept.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, request) -> new Target.Named("job", request.jobId()),
          GetJob::perform);

  private static Answer perform(Services services, Call<Request> call) {
    return Optional.of(call.request().jobId())
        .filter(HsmJobId::isValid)
        .flatMap(id -> services.administration().jobs().find(new HsmJobId(id)))
        .map(JobDescription::of)
        .map(Answer::new)
        .orElseThrow(() -> new KmsException(ErrorCode.RESOURCE_NOT_FOUND));
  }
}
