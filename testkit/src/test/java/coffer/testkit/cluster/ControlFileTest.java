package coffer.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.HsmProvider;
import coffer.hsm.TokenStatus;
import coffer.model.SecretBytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// The faulty driver as a server meets it: by its URI alone.
@TestInstance(Lifecycle.PER_CLASS)
class ControlFileTest {
  private final HsmProvider faulty = FaultyTokens.provider("faulty");

  private final Path control;
  private final HsmLocation location;

  ControlFileTest(@TempDir Path directory) {
    control = directory.resolve("control file");
    URI inner = new FaultyTokens(directory).location(0).uri();
    location =
        new HsmLocation(
            URI.create(
                "faulty:"
                    + inner
                    + "?control="
                    + control.toString().replace(" ", "%20")
                    + "&deadline-millis=200"),
            Map.of());
  }

  @BeforeEach
  void allIsWell() throws IOException {
    Files.deleteIfExists(control);
  }

  @Test
  void theInnerDriverIsReached() {
    assertThat(faulty.status(location).state()).isEqualTo(TokenStatus.State.READY);
    try (HsmMember member = open()) {
      member.ping();
      assertThat(member.domainKeyVersion()).isEqualTo(1);
      assertThat(member.mayBlock()).isTrue();
    }
  }

  @Test
  void commandsInTheFileAreFollowedAndTakenBack() throws IOException {
    try (HsmMember member = open()) {
      Files.writeString(control, "refuse unavailable\n");
      awaitFailure(member, HsmFailure.UNAVAILABLE);
      Files.writeString(control, "refuse stale ping\n");
      awaitFailure(member, HsmFailure.STALE_KEY);
      member.random(8).close();
      Files.writeString(control, "hang");
      awaitFailure(member, HsmFailure.UNAVAILABLE);
      Files.writeString(control, "no such command\n");
      Files.writeString(control, "ok\n");
      FaultyTokens.await("works again", () -> catchThrowable(member::ping) == null);
    }
  }

  @Test
  void connectingIsRefusedToo() throws IOException {
    Files.writeString(control, "refuse credential open");
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            HsmException.class, e -> assertThat(e.failure()).isEqualTo(HsmFailure.CREDENTIAL));
    Files.writeString(control, "hang open");
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            HsmException.class, e -> assertThat(e.failure()).isEqualTo(HsmFailure.UNAVAILABLE));
    Files.writeString(control, "delay 20");
    open().close();
  }

  private HsmMember open() {
    try (SecretBytes pin = FaultyTokens.pin()) {
      return faulty.open(location, pin);
    }
  }

  private static void awaitFailure(HsmMember member, HsmFailure failure) {
    FaultyTokens.await(
        "fails with " + failure,
        () -> catchThrowable(member::ping) instanceof HsmException e && e.failure() == failure);
  }
}
