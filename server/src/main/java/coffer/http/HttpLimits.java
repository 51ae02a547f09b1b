package coffer.http;

/// What the port takes before it refuses. Every value is a maximum.
///
/// @param bodyBytesMax one request body, chunked or not
/// @param bufferedBytesMax all large request bodies in memory at one time
/// @param requestLineBytesMax clients put 30 KB secrets, percent-encoded, into the query
/// @param headerBytesMax all headers of one request
/// @param connectionsMax open connections, all addresses together
/// @param offLoopMax calls running off the event loops at one time
/// @param offLoopWaitingMax calls waiting for that
/// @param offLoopWaitMillis how long each waits before it is refused
/// @param requestMillisMax from the first byte of a new connection to its first request head, and
///   from a request's head to the end of its body
/// @param idleMillisMax a connection without a request; well above the 10 s for which clients keep
///   theirs, or they would send into a closing connection
/// @param handshakeMillisMax TLS hand-shake
public record HttpLimits(
    int bodyBytesMax,
    long bufferedBytesMax,
    int requestLineBytesMax,
    int headerBytesMax,
    int connectionsMax,
    int offLoopMax,
    int offLoopWaitingMax,
    long offLoopWaitMillis,
    long requestMillisMax,
    long idleMillisMax,
    long handshakeMillisMax) {

  public static HttpLimits standard() {
    return new HttpLimits(
        3 * 1024 * 1024,
        96L * 1024 * 1024,
        256 * 1024,
        64 * 1024,
        10_000,
        512,
        2_048,
        2_000,
        30_000,
        75_000,
        10_000);
  }

  public HttpLimits withConnectionsMax(int connections) {
    return new HttpLimits(
        bodyBytesMax,
        bufferedBytesMax,
        requestLineBytesMax,
        headerBytesMax,
        connections,
        offLoopMax,
        offLoopWaitingMax,
        offLoopWaitMillis,
        requestMillisMax,
        idleMillisMax,
        handshakeMillisMax);
  }

  public HttpLimits withOffLoop(int running, int waiting, long waitMillis) {
    return new HttpLimits(
        bodyBytesMax,
        bufferedBytesMax,
        requestLineBytesMax,
        headerBytesMax,
        connectionsMax,
        running,
        waiting,
        waitMillis,
        requestMillisMax,
        idleMillisMax,
        handshakeMillisMax);
  }

  public HttpLimits withTimes(long requestMillis, long idleMillis) {
    return new HttpLimits(
        bodyBytesMax,
        bufferedBytesMax,
        requestLineBytesMax,
        headerBytesMax,
        connectionsMax,
        offLoopMax,
        offLoopWaitingMax,
        offLoopWaitMillis,
        requestMillis,
        idleMillis,
        handshakeMillisMax);
  }
}
