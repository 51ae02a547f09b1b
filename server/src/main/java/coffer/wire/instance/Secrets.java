package coffer.wire.instance;

import coffer.model.SecretBytes;
import java.util.Optional;

/// Closes secrets in record components.
final class Secrets {
  private Secrets() {}

  static void close(Object component) {
    switch (component) {
      case SecretBytes secret -> secret.close();
      case Optional<?> optional -> optional.ifPresent(Secrets::close);
      default -> {}
    }
  }
}
