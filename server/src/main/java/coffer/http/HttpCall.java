package coffer.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/// One received request, whole: its body is within the limit and in memory.
public interface HttpCall {
  String method();

  /// Without the query.
  String path();

  /// The raw, still encoded query; empty when there is none.
  String query();

  /// The value of the first header of that name (lower case), or "".
  String header(String name);

  /// All headers, names in lower case, in the order received.
  List<Map.Entry<String, String>> headers();

  /// The bytes as received; the callee may wipe them when done.
  byte[] body();

  /// The peer, or what a configured proxy said it is.
  InetAddress source();

  /// Whether it came over TLS.
  boolean secure();

  /// Names the call in answers, logs and audit records: a UUID.
  String requestId();

  /// Runs work that may block off the event loop. Without it, a handler runs on the event loop.
  void offLoop(Runnable work);

  /// The same; `unstarted` runs instead of `work` when the server is too busy and refuses the call,
  /// so that what `work` was to close gets closed.
  default void offLoop(Runnable work, Runnable unstarted) {
    offLoop(work);
  }

  /// Answers; may be called from any thread, exactly once. Takes ownership of `body`, which is
  /// wiped once it is sent.
  void respond(int status, List<Map.Entry<String, String>> headers, byte[] body);
}
