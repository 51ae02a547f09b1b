package coffer.backup;

import java.io.IOException;

/// A backup cannot be made or used; the message is for the operator.
public final class BackupException extends IOException {
  private static final long serialVersionUID = 1L;

  public BackupException(String message) {
    super(message);
  }

  public BackupException(String message, Throwable cause) {
    super(message, cause);
  }
}
