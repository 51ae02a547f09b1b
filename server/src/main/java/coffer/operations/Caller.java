package coffer.operations;

import coffer.access.Principal;
import java.net.InetAddress;

/// Who calls, from where, and what the call is known by.
///
/// @param secure whether it came over TLS
/// @param requestId a UUID; stands in the answer, the logs and the audit record
public record Caller(Principal principal, InetAddress source, boolean secure, String requestId) {}
