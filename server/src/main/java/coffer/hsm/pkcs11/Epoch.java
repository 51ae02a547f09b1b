package coffer.hsm.pkcs11;

/// One connection to a token. Object handles mean something only together with the epoch that
/// produced them: after a new login, an old handle may denote another key.
///
/// @param number grows with each connection
/// @param generation of the module that the connection is good for
/// @param home the session that owns every cached key; used by the home lane only
/// @param domain handles of the token objects that belong to the cluster
record Epoch(int number, int generation, Token token, long home, DomainObjects domain) {
  Epoch with(DomainObjects newDomain) {
    return new Epoch(number, generation, token, home, newDomain);
  }

  /// The home session, with the memory of the home lane.
  Session home(Session own) {
    return new Session(own.module(), home, own.memory());
  }
}
