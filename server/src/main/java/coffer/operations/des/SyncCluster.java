package coffer.operations.des;

import coffer.clusters.SyncReport;
import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.HsmJob;
import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// Gives every HSM of a cluster what it lacks.
public final class SyncCluster {
  private SyncCluster() {}

  /// What is asked.
  public record Request(
      @Doc("Id of the cluster.") String clusterId,
      @Doc(
              "The security officer's password on the HSM that gives the cluster's keys away; the"
                  + " one that enrolment was given by default.")
          Optional<SecretBytes> masterSecurityOfficerPassword,
      @Doc("kmsuser's password, for HSMs in quarantine because they refused the one that is kept.")
          Optional<SecretBytes> cryptoUserPassword) {}

  /// What is answered.
  public record Answer(
      @Doc("The job; mostly it has ended.") JobDescription job,
      @Doc("How each HSM was found, if it has.") List<Report> reports) {}

  /// One HSM.
  public record Report(
      @Doc("Id of the HSM.") String instanceId,
      @Doc("Whether it holds what it should.") boolean synchronised,
      @Doc("What is wrong with it.") Optional<String> trouble) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.DES,
          "SyncCluster",
          "Tries HSMs that failed again, gives every one what it lacks, and tells how each was"
              + " found.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND, ErrorCode.CLUSTER_STATE_INVALID),
          (_, _, request) -> new Target.Named("cluster", request.clusterId()),
          SyncCluster::perform);

  private static Answer perform(Services services, Call<Request> call) {
    ClusterId id = Clusters.require(services, call.request().clusterId()).id();
    Optional<SecretBytes> officer =
        call.request().masterSecurityOfficerPassword().map(SecretBytes::copy);
    Optional<SecretBytes> cryptoUser = call.request().cryptoUserPassword().map(SecretBytes::copy);
    List<SyncReport> reports = new CopyOnWriteArrayList<>();
    HsmJob job =
        services
            .administration()
            .jobs()
            .run(
                id,
                OPERATION.name(),
                progress -> {
                  try {
                    reports.addAll(
                        services.administration().life().sync(id, officer, cryptoUser, progress));
                    return reports.stream()
                        .map(SyncReport::toString)
                        .collect(Collectors.joining("; "));
                  } finally {
                    officer.ifPresent(SecretBytes::close);
                    cryptoUser.ifPresent(SecretBytes::close);
                  }
                });
    return new Answer(JobDescription.of(job), reports.stream().map(SyncCluster::report).toList());
  }

  static Report report(SyncReport report) {
    return new Report(
        report.id().value(),
        report.fine(),
        Optional.of(report.trouble()).filter(text -> !text.isEmpty()));
  }
}
