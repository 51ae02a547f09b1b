package coffer.seal;

import java.io.IOException;

/// A sealed stream cannot be opened, or not to its end.
public final class SealedStreamException extends IOException {
  private static final long serialVersionUID = 1L;

  public SealedStreamException(String message) {
    super(message);
  }
}
