package coffer.http;

import io.vertx.core.http.HttpVersion;
import java.util.concurrent.atomic.LongAdder;

/// How many requests came since the start, by the HTTP version that the client chose.
public final class RequestCounts {
  private final LongAdder http10 = new LongAdder();
  private final LongAdder http11 = new LongAdder();
  private final LongAdder http2 = new LongAdder();

  /// Takes one version's count.
  public interface Reader {
    /// @param version `1.0`, `1.1` or `2`
    void read(String version, long requests);
  }

  void count(HttpVersion version) {
    switch (version) {
      case HTTP_1_0 -> http10.increment();
      case HTTP_1_1 -> http11.increment();
      case HTTP_2 -> http2.increment();
      case HTTP_3 -> throw new IllegalStateException("not served");
    }
  }

  public void read(Reader reader) {
    reader.read("1.0", http10.sum());
    reader.read("1.1", http11.sum());
    reader.read("2", http2.sum());
  }
}
