package coffer.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What part of a call a step is.
///
/// @param share percent of the server's processor time
record Share(String step, double share) {
  static final String TLS_AND_HTTP = "TLS+HTTP";
  static final String SIGNATURE = "signature check";
  static final String DECODE = "decode";
  static final String POLICY = "policy";
  static final String CRYPTO = "crypto";
  static final String AUDIT = "audit";
  static final String ENCODE = "encode";

  /// Not of the call that is shared out: what policies decide about a user who has many.
  static final String DECISION = "decision";

  private static final List<String> TIMED =
      List.of(SIGNATURE, DECODE, POLICY, CRYPTO, AUDIT, ENCODE);

  /// TLS and HTTP, the kernel's part of them included, are what the timed steps leave.
  static List<Share> of(Map<String, Double> micros, double microsPerCall) {
    List<Share> shares = new ArrayList<>();
    double rest = 100;
    for (String step : TIMED) {
      double share = Row.tenths(100 * micros.getOrDefault(step, 0.0) / microsPerCall);
      rest -= share;
      shares.add(new Share(step, share));
    }
    shares.addFirst(new Share(TLS_AND_HTTP, Row.tenths(Math.max(0, rest))));
    return shares;
  }
}
