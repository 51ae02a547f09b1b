package coffer.audit;

/// The end of the trail at some moment.
///
/// @param sequence of the newest record, 0 before the first
/// @param chain its chain value
record Position(long sequence, byte[] chain) {
  static final Position START = new Position(0, new byte[Layout.CHAIN_BYTES]);
}
