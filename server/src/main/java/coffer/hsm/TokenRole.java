package coffer.hsm;

/// As whom a session works.
public enum TokenRole {
  /// The security officer: sets policies and makes the crypto officer.
  SO,
  /// The crypto officer, PKCS #11's user: makes, changes and deletes objects.
  CO,
  /// The crypto user, who only uses them; few modules have one.
  CU
}
