package coffer.model;

import java.time.Instant;

/// The public half of a client key; the service keeps neither its private key nor its password.
///
/// @param certificate X.509 (DER), self-signed over the client's public key
public record ClientKey(
    ClientKeyId id,
    AccessPointName accessPoint,
    byte[] certificate,
    Instant notBefore,
    Instant notAfter,
    Instant created) {}
