package coffer.hsm.pkcs11;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// The platform thread that a tool's calls run on, one after the other, with time for key
/// generation and for people who must touch a device. One that hangs is left behind: the tool ends.
final class ToolThread implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("pkcs11-tool").factory());

  /// Fails with `ModuleError` or `HsmException`.
  <T> T call(Supplier<T> work) {
    return Errand.Waiting.of(
        CompletableFuture.supplyAsync(() -> explained(work), thread),
        DEADLINE,
        "the module did not answer within two minutes");
  }

  private static <T> T explained(Supplier<T> work) {
    try {
      return work.get();
    } catch (ModuleRefusal refusal) {
      throw ReturnMeaning.explain(refusal);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
