package coffer.hsm;

/// What an object of a token is.
public enum ObjectKind {
  SECRET_KEY,
  PUBLIC_KEY,
  PRIVATE_KEY,
  CERTIFICATE,
  DATA,
  OTHER
}
