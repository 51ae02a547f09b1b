package coffer.boot;

import coffer.audit.AuditException;
import coffer.hsm.HsmException;
import coffer.model.KmsException;
import coffer.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.FileSystemException;
import java.util.concurrent.Callable;

/// Ends a command with one line where an operator can do something about it; bugs go on up.
final class OneLine {
  private static final int FAILED = 1;

  private OneLine() {}

  static int run(PrintStream err, Callable<Integer> work) throws Exception {
    try {
      return work.call();
    } catch (ConfigException | BindException | StoreException | AuditException e) {
      err.println("coffer: " + e.getMessage());
    } catch (KmsException | HsmException e) {
      err.println("coffer: " + e.getMessage());
    } catch (IOException e) {
      err.println("coffer: " + text(e));
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      err.println("coffer: " + e.getMessage() + (cause == null ? "" : ": " + text(cause)));
    }
    return FAILED;
  }

  /// Those of the file system say the file alone.
  private static String text(IOException e) {
    return e instanceof FileSystemException
        ? e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage()
        : String.valueOf(e.getMessage());
  }
}
