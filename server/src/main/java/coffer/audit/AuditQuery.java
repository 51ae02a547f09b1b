package coffer.audit;

import java.time.Instant;
import java.util.Optional;

/// Which records are looked for; what is not given does not count.
///
/// @param begins the earliest moment
/// @param ends the first moment that is too late
public record AuditQuery(
    Optional<Instant> begins,
    Optional<Instant> ends,
    Optional<String> principal,
    Optional<String> action,
    Optional<String> resource,
    Optional<String> outcome,
    Optional<String> requestId,
    Optional<String> source) {

  boolean matches(AuditEvent event) {
    return begins.filter(event.at()::isBefore).isEmpty()
        && ends.filter(moment -> !event.at().isBefore(moment)).isEmpty()
        && is(principal, event.principal())
        && is(action, event.action())
        && is(resource, event.resource())
        && is(outcome, event.outcome())
        && is(requestId, event.requestId())
        && is(source, event.source());
  }

  private static boolean is(Optional<String> wanted, String found) {
    return wanted.isEmpty() || wanted.get().equals(found);
  }
}
