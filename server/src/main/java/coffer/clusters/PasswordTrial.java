package coffer.clusters;

/// What came of trying kmsuser's password.
public enum PasswordTrial {
  ACCEPTED,
  PASSWORD_REFUSED,
  /// The password is right, but the HSM is not the cluster's or holds other keys.
  FOREIGN_HSM,
  /// No HSM answered: nothing is known.
  UNREACHABLE
}
