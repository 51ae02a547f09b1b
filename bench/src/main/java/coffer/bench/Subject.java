package coffer.bench;

import java.io.IOException;

/// An operation that is measured.
///
/// @param usual measured at every number of connections; the others at one
/// @param requests makes what is sent
record Subject(String operation, String wire, String keySpec, boolean usual, Preparation requests) {
  static final String INSTANCE = "instance";
  static final String OPENAPI = "openapi";

  /// Makes requests right before they are used, because their dates age.
  @FunctionalInterface
  interface Preparation {
    Requests prepare() throws IOException, InterruptedException;
  }

  String title() {
    return operation + " " + keySpec + " (" + wire + ")";
  }
}
