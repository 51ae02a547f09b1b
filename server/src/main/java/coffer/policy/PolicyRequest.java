package coffer.policy;

/// What policies are asked.
///
/// @param action `kms:Encrypt`, in any case
/// @param resource its ARN, or `*` for none in particular
public record PolicyRequest(
    Subject subject, String action, String resource, PolicyContext context) {}
