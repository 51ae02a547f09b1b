package coffer.operations.des;

import coffer.model.HsmJob;
import coffer.operations.Doc;
import java.util.Optional;

/// A job as those who began it, and GetJob, answer it.
public record JobDescription(
    @Doc("Id of the job.") String jobId,
    @Doc("create.") String type,
    @Doc("The operation that began it.") String action,
    @Doc("Id of the cluster.") String clusterId,
    @Doc("running, success or fail.") String status,
    @Doc("How far it is, in percent.") int progress,
    @Doc("Whether it ended.") boolean completed,
    @Doc("Why it failed.") Optional<String> error,
    @Doc("What it found.") Optional<String> response,
    @Doc("When it began, in epoch milliseconds.") String createTime) {

  static JobDescription of(HsmJob job) {
    return new JobDescription(
        job.id().value(),
        "create",
        job.action(),
        job.cluster().value(),
        job.status().wireName(),
        job.progress(),
        job.status() != HsmJob.Status.RUNNING,
        Optional.of(job.error()).filter(text -> !text.isEmpty()),
        Optional.of(job.response()).filter(text -> !text.isEmpty()),
        Long.toString(job.created().toEpochMilli()));
  }
}
