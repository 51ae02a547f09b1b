package coffer.operations;

/// Decides. Fails closed: an implementation that cannot decide says no.
@FunctionalInterface
public interface Permissions {
  /// Throws `KmsException` with the code for a refusal unless the caller may do this here.
  void require(Caller caller, Operation<?, ?> operation, Record request, Target target);
}
