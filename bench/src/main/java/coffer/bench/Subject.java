package coffer.bench;

import java.io.IOException;

/// An operation that is measured.
///
/// @param requests makes what is sent
record Subject(String operation, String wire, String keySpec, Preparation requests) {
  /// Makes requests right before they are used, because their dates age.
  @FunctionalInterface
  interface Preparation {
    Requests prepare() throws IOException, InterruptedException;
  }

  String title() {
    return operation + " " + keySpec + " (" + wire + ")";
  }
}
