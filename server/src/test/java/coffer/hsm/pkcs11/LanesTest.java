package coffer.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.IdentityGuard;
import coffer.model.SecretBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Lanes over a real token, with jobs that hang as a module would.
class LanesTest {
  private static final Duration DEADLINE = Duration.ofMillis(1500);
  private static final int SPARES = 3;

  private final CountDownLatch hang = new CountDownLatch(1);
  private final TokenLink link =
      new TokenLink(
          ModuleRegistry.PROCESS.load(SoftHsm.MODULE),
          TokenName.parse(SoftHsm.token().uri()),
          SoftHsm.pin(),
          IdentityGuard.NONE);
  private volatile boolean idleHangs;
  private final Lanes lanes =
      new Lanes(link, new LaneCounts(2, 2), DEADLINE, (epoch, session) -> idleHangs && hangs());

  @AfterEach
  void close() {
    hang.countDown();
    link.stop();
    lanes.close();
    link.close();
  }

  @Test
  void jobsRunOnPlatformThreadsThatKeepTheirSession() throws InterruptedException {
    List<String> threads = new ArrayList<>();
    Thread caller =
        Thread.startVirtualThread(() -> {
          for (int i = 0; i < 10; i++) {
            threads.add(
                lanes.home((epoch, session) ->
                    Thread.currentThread().isVirtual()
                        + Thread.currentThread().getName()
                        + session.handle()));
          }
        });
    assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
    assertThat(threads).hasSize(10).allMatch(t -> t.startsWith("falsepkcs11-home"));
    assertThat(threads.stream().distinct()).hasSize(1);
  }

  @Test
  void hangingCallEndsInTimeAndIsReplaced() {
    int before = lanes.home((epoch, session) -> epoch.number());
    refuses(HsmFailure.UNAVAILABLE, () -> lanes.home((epoch, session) -> hangs()));
    // The home session may hang with it: everything it owned is of the past.
    int after = lanes.home((epoch, session) -> epoch.number());
    assertThat(after).isGreaterThan(before);
  }

  @Test
  void tokenThatSwallowsTooManyThreadsIsDisabled() {
    for (int i = 0; i <= SPARES; i++) {
      refuses(HsmFailure.UNAVAILABLE, () -> lanes.home((epoch, session) -> hangs()));
    }
    assertThatThrownBy(() -> lanes.home((epoch, session) -> 1)).hasMessageContaining("lost");
    // Other lanes still serve.
    assertThat(lanes.<Integer>rsa((epoch, session) -> 1)).isEqualTo(1);
  }

  /// No caller waits for a keep-alive, so those behind it must notice.
  @Test
  void hangingKeepAliveIsNoticedByWhoWaitsBehindIt() throws InterruptedException {
    assertThat(lanes.<Integer>home((epoch, session) -> 1)).isEqualTo(1);
    idleHangs = true;
    lanes.nudgeHome();
    Thread.sleep(300);
    refuses(HsmFailure.UNAVAILABLE, () -> lanes.home((epoch, session) -> 1));
    assertThat(lanes.<Integer>home((epoch, session) -> 2)).isEqualTo(2);
  }

  @Test
  void secretOfACallThatWasGivenUpIsWiped() throws InterruptedException {
    SecretBytes secret = SecretBytes.owning(new byte[] {1});
    CountDownLatch returned = new CountDownLatch(1);
    refuses(
        HsmFailure.UNAVAILABLE,
        () ->
            lanes.home((epoch, session) -> {
              boolean _ = hangs();
              returned.countDown();
              return secret;
            }));
    hang.countDown();
    assertThat(returned.await(10, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 100 && !isWiped(secret); i++) {
      Thread.sleep(20);
    }
    assertThat(isWiped(secret)).isTrue();
  }

  /// The token is well, so nothing is lost or replaced.
  @Test
  void whoWaitsBehindAnsweredCallsIsToldThatTheLaneIsBusy() throws InterruptedException {
    int epoch = lanes.home((now, session) -> now.number());
    Thread before =
        Thread.ofPlatform()
            .start(() -> {
              // Its limit is that of a step of the token's life, which is not over.
              boolean _ = lanes.life((now, session) -> hangs());
            });
    Thread.sleep(300);
    refuses(HsmFailure.BUSY, () -> lanes.home((now, session) -> 1));
    hang.countDown();
    before.join();
    assertThat(lanes.<Integer>home((now, session) -> now.number())).isEqualTo(epoch);
  }

  @Test
  void closedLanesRefuse() {
    lanes.close();
    refuses(HsmFailure.UNAVAILABLE, () -> lanes.home((epoch, session) -> 1));
  }

  private boolean hangs() {
    try {
      return hang.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isWiped(SecretBytes secret) {
    try {
      return secret.use(bytes -> bytes[0] == 0);
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static void refuses(HsmFailure expected, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HsmException.class, refusal -> assertThat(refusal.failure()).isEqualTo(expected));
  }
}
