package coffer.store.sql;

import java.time.Duration;

/// What keeps the writer's queue and its callers' patience finite.
///
/// @param transactionsQueuedMax waiting transactions
/// @param transactionsPerCommitMax transactions that may share one commit
/// @param queueWait how long a caller waits for a place in a full queue
/// @param deadline how long a caller waits for its transaction to begin
record WriterLimits(
    int transactionsQueuedMax,
    int transactionsPerCommitMax,
    Duration queueWait,
    Duration deadline) {
  static final WriterLimits DEFAULT =
      new WriterLimits(1_024, 64, Duration.ofMillis(250), Duration.ofSeconds(10));
}
