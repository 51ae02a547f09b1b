package coffer.http;

/// One protocol on the port. Knows how to answer its own errors, also those of the HTTP layer.
public interface Wire {
  /// Whether a request is in this protocol, told by method, path and headers alone.
  boolean speaks(HttpCall head);

  /// Handles a whole request; called on the event loop.
  void handle(HttpCall call);

  /// Answers a request that the HTTP layer refuses (body or headers too large, malformed): status
  /// 400, 405, 408, 413, 414, 417, 429, 431 or 503.
  void refuse(HttpCall head, int status);
}
