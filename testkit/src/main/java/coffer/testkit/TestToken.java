package coffer.testkit;

import coffer.hsm.HsmMember;
import coffer.model.SecretBytes;

/// A token that a driver's test made for one contract: initialised, with a crypto user, without any
/// keys. `close` removes what is left of it.
public interface TestToken extends AutoCloseable {
  /// Logs in; called again after the member it gave was closed. One login attempt each.
  HsmMember open(SecretBytes pin);

  /// The crypto user's PIN; the caller closes the copy it gets.
  SecretBytes pin();

  /// The caller closes the copy it gets.
  SecretBytes securityOfficerPin();

  default HsmMember open() {
    try (SecretBytes pin = pin()) {
      return open(pin);
    }
  }

  @Override
  void close();
}
