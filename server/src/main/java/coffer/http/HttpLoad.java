package coffer.http;

/// How busy the port is.
///
/// @param connections open now
/// @param connectionsRefused since the start
/// @param callsRunning off the event loops, now
/// @param callsWaiting for that, now
/// @param callsThrottled since the start
/// @param bufferedBytes large request bodies in memory, now
public record HttpLoad(
    int connections,
    long connectionsRefused,
    int callsRunning,
    int callsWaiting,
    long callsThrottled,
    long bufferedBytes) {}
