package coffer.hsm.pkcs11;

/// Work for a lane, which runs it on its own thread and once more when the session or the token's
/// epoch had to be renewed: it must be safe to repeat.
@FunctionalInterface
interface Job<T> {
  /// @param epoch the token's connection; its home session belongs to jobs of the home lane
  /// @param session the lane's own session, for whatever does not outlive the job
  T run(Epoch epoch, Session session);
}
