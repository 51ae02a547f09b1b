package coffer.model;

import java.time.Instant;

/// A step of cluster life that may outlast the call that asked for it.
///
/// @param action the operation that asked for it
/// @param progress in percent
/// @param error what went wrong; empty unless it failed
/// @param response what it found, in words; may be empty
public record HsmJob(
    HsmJobId id,
    ClusterId cluster,
    String action,
    Status status,
    int progress,
    String error,
    String response,
    Instant created) {

  /// How far a job is.
  public enum Status implements WireName {
    RUNNING("running"),
    SUCCESS("success"),
    FAIL("fail");

    private final String wireName;

    Status(String wireName) {
      this.wireName = wireName;
    }

    @Override
    public String wireName() {
      return wireName;
    }
  }

  public static HsmJob begun(HsmJobId id, ClusterId cluster, String action, Instant now) {
    return new HsmJob(id, cluster, action, Status.RUNNING, 0, "", "", now);
  }

  public HsmJob reached(int percent) {
    return new HsmJob(id, cluster, action, status, percent, error, response, created);
  }

  public HsmJob succeeded(String found) {
    return new HsmJob(id, cluster, action, Status.SUCCESS, 100, "", found, created);
  }

  public HsmJob failed(String why) {
    return new HsmJob(id, cluster, action, Status.FAIL, progress, why, response, created);
  }
}
