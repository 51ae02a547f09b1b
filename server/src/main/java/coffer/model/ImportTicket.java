package coffer.model;

import java.time.Instant;

/// What the service keeps of one invitation to import key material.
///
/// @param key the one key it is for
/// @param pair RSA-2048, made in an HSM: the private half wrapped, the public half as it was
///   answered
/// @param attempts imports that were begun under it and did not succeed
public record ImportTicket(
    ImportTicketId id,
    KeyId key,
    WrappingAlgorithm algorithm,
    WrappedKey pair,
    int attempts,
    Instant expires,
    Instant created) {

  /// With one attempt more, or one less.
  public ImportTicket attempted(int more) {
    return new ImportTicket(id, key, algorithm, pair, attempts + more, expires, created);
  }
}
