package coffer.backup;

import java.util.List;

/// The first entry of a backup: what it is.
///
/// @param format of the entries behind it, 1
/// @param id names this backup in audit records
/// @param created ISO 8601, when the store was copied
/// @param build version of the program that made it
/// @param keys rows of keys in the copy of the store
/// @param tokens files of software HSMs in it
/// @param hsmsOutside members of clusters whose keys are not in it: of them it has wrapped blobs
///   only
/// @param wholeAudit whether all audit segments of the data directory are in it, or the newest only
public record Manifest(
    int format,
    String id,
    String created,
    String build,
    long keys,
    List<String> tokens,
    List<String> hsmsOutside,
    boolean wholeAudit) {
  public static final int FORMAT = 1;
}
