package coffer.audit;

/// What verification found.
public sealed interface AuditVerdict {
  /// Every record is as it was written, as far as the heads speak for it.
  ///
  /// @param first sequence of the first record looked at
  /// @param newest sequence of the newest record; one less than `first` when there is none
  /// @param newestSigned sequence of the newest head; 0 without one
  /// @param unsignedTail records behind that head, which only the chain holds together
  record Sound(long first, long newest, long newestSigned, long unsignedTail)
      implements AuditVerdict {
    public long records() {
      return newest - first + 1;
    }
  }

  /// The first problem in order of sequence.
  ///
  /// @param sequence the record at which it shows
  record Broken(Problem problem, long sequence) implements AuditVerdict {}

  /// What can be wrong.
  enum Problem {
    CHANGED_RECORD("a record is not what it was"),
    REMOVED_RECORD("records are missing"),
    REORDERED_RECORDS("records are out of order or there twice"),
    MISSING_SEGMENT("records are missing at a boundary of segments, or a whole segment"),
    DAMAGED_SEGMENT("the header of a segment is not what it was"),
    TRUNCATED("the trail ends before records that were signed or on disk"),
    HEAD_MISMATCH("the chain fits together, but is not the one that was signed"),
    BAD_HEAD_SIGNATURE("a stored head is not signed by its signer"),
    UNKNOWN_SIGNER("a stored head names a signer whose key is not known"),
    TORN_END("bytes behind the last record: a crash, which the next start mends, or a change"),
    UNREADABLE("a file cannot be read, or is larger than any segment");

    private final String meaning;

    Problem(String meaning) {
      this.meaning = meaning;
    }

    public String meaning() {
      return meaning;
    }
  }
}
