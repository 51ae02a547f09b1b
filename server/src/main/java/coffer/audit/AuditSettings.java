package coffer.audit;

/// How the audit trail is kept.
///
/// @param segmentBytes size of a new segment
/// @param durability when `record` returns
/// @param forceMillisMax how long a record may wait for the disk
public record AuditSettings(int segmentBytes, Durability durability, int forceMillisMax) {
  static final int SEGMENT_BYTES_MIN = 64 * 1024;
  static final int SEGMENT_BYTES_MAX = 64 * 1024 * 1024;
  private static final int FORCE_MILLIS_MAX = 1_000;

  /// When `record` returns.
  public enum Durability {
    /// When the record survives kill -9; one force covers what came within `forceMillisMax`.
    GROUP,
    /// When the record is on disk, like `recordDurably`.
    SYNC
  }

  public AuditSettings {
    if (segmentBytes < SEGMENT_BYTES_MIN
        || segmentBytes > SEGMENT_BYTES_MAX
        || forceMillisMax < 1
        || forceMillisMax > FORCE_MILLIS_MAX) {
      throw new IllegalArgumentException("segment size or force interval out of range");
    }
  }

  /// 8 MiB segments, forced every 40 ms, so that with the force itself 50 ms are kept.
  public static AuditSettings of(Durability durability) {
    return new AuditSettings(8 * 1024 * 1024, durability, 40);
  }
}
