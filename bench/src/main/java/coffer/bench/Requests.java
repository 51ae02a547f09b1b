package coffer.bench;

/// The requests of one row, as they go over the wire. Called from one thread.
@FunctionalInterface
interface Requests {
  /// Head and body of the next one. The caller does not change it.
  byte[] next();

  /// The same ones over and over, in their order.
  static Requests cycling(byte[][] made) {
    return new Requests() {
      private int at;

      @Override
      public byte[] next() {
        byte[] request = made[at];
        at = at + 1 == made.length ? 0 : at + 1;
        return request;
      }
    };
  }
}
