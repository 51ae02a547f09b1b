package coffer.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Walks flow 1 for real and tells it.
@Command(
    name = "demo",
    description = {
      "Walk through a dedicated KMS instance for real, telling each step.",
      "Shows cluster and instance, makes keys and an application's access, has the official SDK",
      "encrypt, sign and be refused. Removes what it made; its three keys stay for the next run."
    })
final class DemoCommand implements Callable<Integer> {
  private static final int CLEAN_UP_SECONDS_MAX = 60;

  /// Whose HSMs.
  enum Hsms {
    /// Those of the server that runs on the data directory.
    server,
    /// Two SoftHSM2 tokens under a server of this run's own.
    softhsm
  }

  @Mixin private RemoteOptions remote = new RemoteOptions();

  @Option(
      names = "--hsm",
      paramLabel = "server|softhsm",
      defaultValue = "server",
      description =
          "server: the one of --data. softhsm: start one on two SoftHSM2 tokens, and remove both"
              + " afterwards.")
  private Hsms hsm = Hsms.server;

  private final Surroundings surroundings;
  private final Narration narration;

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.narration =
        new Narration(
            surroundings.terminal().out(),
            surroundings.terminal().interactive()
                && !surroundings.environment().containsKey("NO_COLOR"));
  }

  @Override
  public Integer call() {
    AtomicBoolean stopping = new AtomicBoolean();
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(() -> stop(stopping, done), "demo-clean-up");
    Runtime.getRuntime().addShutdownHook(hook);
    try (ScratchFolder scratch = ScratchFolder.make()) {
      switch (hsm) {
        case server -> walk(remote.connection(surroundings), scratch.path(), stopping);
        case softhsm -> onSoftHsm(scratch.path(), stopping);
      }
    } finally {
      done.countDown();
      unhook(hook, stopping);
    }
    narration.step("All of it held.");
    return 0;
  }

  private void onSoftHsm(Path scratch, AtomicBoolean stopping) {
    narration.step("A server of its own on two SoftHSM2 tokens");
    SoftHsm.require(narration);
    SoftHsm tokens = SoftHsm.make(scratch, surroundings.random());
    Path data = scratch.resolve("data");
    try (OwnServer _ =
        OwnServer.start(
            data, tokens.config(), scratch.resolve("server.log"), tokens.environment())) {
      narration.ok("ready");
      walk(RemoteOptions.root(data), scratch, stopping);
    }
  }

  private void walk(Connection connection, Path scratch, AtomicBoolean stopping) {
    Path jar = SdkProcess.jar();
    try (OpenApiClient api =
            new OpenApiClient(connection, surroundings.clock(), surroundings.random());
        SdkProcess sdk = SdkProcess.start(jar, scratch.resolve("sdk.log"))) {
      OpenApi stoppable =
          (group, action, parameters) -> {
            if (stopping.get()) {
              throw new Trouble("stopped");
            }
            return api.call(group, action, parameters);
          };
      String instance = KmsInstances.choose(stoppable, Optional.empty(), connection.instance());
      narration.step(
          "A dedicated KMS instance, at " + connection.endpoint() + ", instance " + instance);
      new Demo(stoppable, new Undo(api), sdk.client(), narration, surroundings.random())
          .run(new Demo.Place(instance, connection.hostAndPort(), scratch));
    }
  }

  /// Ctrl-C: the call in flight ends, no other begins, and the walk cleans up behind itself.
  private static void stop(AtomicBoolean stopping, CountDownLatch done) {
    stopping.set(true);
    try {
      done.await(CLEAN_UP_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void unhook(Thread hook, AtomicBoolean stopping) {
    if (!stopping.get()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process began to end just now: the hook finds nothing left to wait for.
        stopping.set(true);
      }
    }
  }
}
