package coffer.bench;

/// What the connections of one run do, and who hears of it.
record Load(Requests requests, Answered answered, Limit limit) {
  /// When to stop.
  @FunctionalInterface
  interface Limit {
    boolean wantsMore();
  }

  boolean wantsMore() {
    return limit.wantsMore();
  }
}
