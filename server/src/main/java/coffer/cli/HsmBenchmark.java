package coffer.cli;

import coffer.hsm.ModuleError;
import coffer.hsm.TokenSession;
import coffer.hsm.TokenTools;
import coffer.hsm.TokenTrial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `coffer hsm benchmark`
@Command(
    name = "benchmark",
    description = "Measure calls a second with session keys, which are gone afterwards.")
final class HsmBenchmark implements Callable<Integer> {
  private static final int THREADS_MAX = 64;
  private static final int SECONDS_MAX = 600;

  /// Bounds how late the end is noticed, at a thousand calls a second.
  private static final int BATCH_MAX = 1000;

  private static final Duration BATCH_TIME = Duration.ofMillis(50);

  private final Surroundings surroundings;
  private final Supplier<TokenTools> tools;

  @Mixin private LoginOptions login = new LoginOptions();
  @Mixin private Output output = new Output();

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Sessions that work at once. Default: ${DEFAULT-VALUE}.")
  private int threads = 1;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2",
      description = "For each kind of work. Default: ${DEFAULT-VALUE}.")
  private int seconds = 2;

  HsmBenchmark(Surroundings surroundings, Supplier<TokenTools> tools) {
    this.surroundings = surroundings;
    this.tools = tools;
  }

  @Override
  public Integer call() {
    if (threads < 1 || threads > THREADS_MAX || seconds < 1 || seconds > SECONDS_MAX) {
      throw new Trouble("--threads is 1 to " + THREADS_MAX + ", --seconds is 1 to " + SECONDS_MAX);
    }
    List<TokenSession> sessions = new ArrayList<>();
    try {
      for (int i = 0; i < threads; i++) {
        sessions.add(login.open(surroundings, tools.get()));
      }
      ObjectNode answer = Json.object();
      ArrayNode rates = answer.putArray("Rates");
      for (TokenTrial.Work work : TokenTrial.Work.values()) {
        rates.add(measure(sessions, work));
      }
      output.show(answer, surroundings.terminal());
      return 0;
    } finally {
      sessions.forEach(TokenSession::close);
    }
  }

  private ObjectNode measure(List<TokenSession> sessions, TokenTrial.Work work) {
    ObjectNode rate = Json.object();
    rate.put("Work", work.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    rate.put("Threads", sessions.size());
    try (ExecutorService workers = Executors.newFixedThreadPool(sessions.size())) {
      List<Future<Double>> running = new ArrayList<>();
      for (TokenSession session : sessions) {
        running.add(workers.submit(() -> callsPerSecond(session, work)));
      }
      double sum = 0;
      for (Future<Double> one : running) {
        sum += one.get();
      }
      rate.put("PerSecond", Math.round(sum));
      rate.put("Remark", "");
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof ModuleError refusal)) {
        throw new IllegalStateException("a measurement failed", e);
      }
      rate.put("PerSecond", 0);
      rate.put("Remark", refusal.name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble("Interrupted", e);
    }
    return rate;
  }

  private double callsPerSecond(TokenSession session, TokenTrial.Work work) {
    try (TokenTrial trial = session.trial(work)) {
      trial.repeat(1);
      long started = System.nanoTime();
      long end = started + Duration.ofSeconds(seconds).toNanos();
      long calls = 0;
      int batch = 1;
      long now = started;
      while (now < end) {
        trial.repeat(batch);
        calls += batch;
        long took = System.nanoTime() - now;
        now += took;
        batch = took < BATCH_TIME.toNanos() ? Math.min(batch * 2, BATCH_MAX) : batch;
      }
      return calls * 1e9 / (now - started);
    }
  }
}
