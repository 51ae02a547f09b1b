package coffer.http;

/// What the port takes before it refuses. Every value is a maximum.
///
/// @param bodyBytesMax one request body, chunked or not
/// @param bufferedBytesMax all large request bodies in memory at one time
/// @param requestLineBytesMax clients put 30 KB secrets, percent-encoded, into the query
/// @param headerBytesMax all headers of one request
/// @param connectionsMax open connections, all addresses together, those included that still shake
///   hands
/// @param connectionsPerAddressMax of them from one IPv4 address or one IPv6 /64
/// @param offLoopMax calls running off the event loops at one time; few enough that what they wait
///   for in common, such as the lanes of an HSM, gets through them well before its own deadline
/// @param offLoopWaitingMax calls waiting for that
/// @param offLoopWaitMillis how long each waits before it is refused
/// @param requestMillisMax from the first byte of a request to the end of its head, and from there
///   to the end of its body
/// @param idleMillisMax a connection without a request; well above the 10 s for which clients keep
///   theirs, or they would send into a closing connection
/// @param handshakeMillisMax TLS hand-shake
public record HttpLimits(
    int bodyBytesMax,
    long bufferedBytesMax,
    int requestLineBytesMax,
    int headerBytesMax,
    int connectionsMax,
    int connectionsPerAddressMax,
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
        5_000,
        128,
        1_024,
        2_000,
        30_000,
        75_000,
        10_000);
  }

  public HttpLimits withConnectionsMax(int connections, int perAddress) {
    return new HttpLimits(
        bodyBytesMax,
        bufferedBytesMax,
        requestLineBytesMax,
        headerBytesMax,
        connections,
        perAddress,
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
        connectionsPerAddressMax,
        running,
        waiting,
        waitMillis,
        requestMillisMax,
        idleMillisMax,
        handshakeMillisMax);
  }

  public HttpLimits withTimes(long requestMillis, long idleMillis, long handshakeMillis) {
    return new HttpLimits(
        bodyBytesMax,
        bufferedBytesMax,
        requestLineBytesMax,
        headerBytesMax,
        connectionsMax,
        connectionsPerAddressMax,
        offLoopMax,
        offLoopWaitingMax,
        offLoopWaitMillis,
        requestMillis,
        idleMillis,
        handshakeMillis);
  }
}
