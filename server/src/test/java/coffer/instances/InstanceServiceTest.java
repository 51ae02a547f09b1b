package coffer.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.clusters.SoftwareTokens;
import coffer.hsm.ClusterHsm;
import coffer.hsm.ClusterSeat;
import coffer.model.ClusterId;
import coffer.model.ErrorCode;
import coffer.model.InstanceStatus;
import coffer.model.KmsException;
import coffer.model.KmsInstance;
import coffer.model.KmsInstanceId;
import coffer.model.SecretBytes;
import coffer.operations.House;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceServiceTest {
  @TempDir Path directory;
  private House house;

  @BeforeEach
  void build() {
    house = new House(directory);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void theFirstInstanceIsTheDefault() {
    KmsInstance other = house.instances.create(House.OTHER_INSTANCE, "instance-2");
    assertThat(other.isDefault()).isFalse();
    assertThat(other.status()).isEqualTo(InstanceStatus.UNINITIALIZED);
    assertThat(house.instances.defaultInstance().id()).isEqualTo(House.INSTANCE);
    assertThat(house.instances.count()).isEqualTo(2);
    assertThat(house.instances.require(House.OTHER_INSTANCE.value()).name())
        .isEqualTo("instance-2");
    for (String unknown : List.of("", "kst-zzzzzzzzzzzzzzzzzzzz", "key-1", "x".repeat(9999))) {
      assertThat(code(() -> house.instances.require(unknown)))
          .isEqualTo(ErrorCode.INSTANCE_NOT_FOUND);
    }
  }

  @Test
  void oneClusterBelongsToOneInstanceAndOneInstanceToOneCluster() {
    house.instances.create(House.OTHER_INSTANCE, "instance-2");
    assertThat(code(() -> bind(House.OTHER_INSTANCE, SoftwareTokens.CLUSTER)))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(code(() -> bind(House.INSTANCE, new ClusterId("cluster-zzzzzzzzzzzzzzzz"))))
        .isEqualTo(ErrorCode.INVALID_PARAMETER);
    bind(House.INSTANCE, SoftwareTokens.CLUSTER);
    assertThat(house.instances.find(House.OTHER_INSTANCE).orElseThrow().cluster()).isEmpty();
  }

  private void bind(KmsInstanceId id, ClusterId cluster) {
    house.instances.bind(id, cluster, Optional.empty(), "certificate");
  }

  @Test
  void aDisconnectedInstanceKeepsItsBindingAndServesNothing() {
    KmsInstance gone = house.instances.disconnect(House.INSTANCE, "CredentialsNeeded");
    assertThat(gone.status()).isEqualTo(InstanceStatus.DISCONNECTED);
    assertThat(gone.reason()).contains("CredentialsNeeded");
    assertThat(gone.cluster()).contains(SoftwareTokens.CLUSTER);
    assertThat(code(() -> house.instances.hsm(House.INSTANCE))).isEqualTo(ErrorCode.UNAVAILABLE);
    try (SecretBytes pin = SoftwareTokens.pin()) {
      KmsInstance back =
          house.instances.connect(
              House.INSTANCE, house.clusters.seats(house.cluster, pin), pin.copy());
      assertThat(back.status()).isEqualTo(InstanceStatus.CONNECTED);
      assertThat(back.reason()).isEmpty();
      house.instances.hsm(House.INSTANCE).ping();
    }
  }

  @Test
  void aNewConnectionReplacesTheOldOne() {
    ClusterHsm before = house.instances.connection(House.INSTANCE).orElseThrow();
    try (SecretBytes pin = SoftwareTokens.pin()) {
      house.instances.connect(House.INSTANCE, house.clusters.seats(house.cluster, pin), pin.copy());
      assertThat(house.instances.connection(House.INSTANCE).orElseThrow()).isNotSameAs(before);
      assertThat(catchThrowable(before::ping)).isNotNull();
      house.instances.hsm(House.INSTANCE).ping();
    }
  }

  @Test
  void anInstanceWhoseHsmsAllRefuseTheCredentialIsInError() {
    try (SecretBytes wrong = SoftwareTokens.officerPin()) {
      KmsInstance failed =
          house.instances.connect(
              House.INSTANCE, house.clusters.seats(house.cluster, wrong), wrong.copy());
      assertThat(failed.status()).isEqualTo(InstanceStatus.ERROR);
      assertThat(failed.reason()).isPresent();
    }
  }

  @Test
  void oneMemberIsEnough() {
    try (SecretBytes pin = SoftwareTokens.pin()) {
      ClusterSeat seat = house.clusters.seats(house.cluster, pin).getLast();
      KmsInstance connected = house.instances.connect(House.INSTANCE, List.of(seat), pin.copy());
      assertThat(connected.status()).isEqualTo(InstanceStatus.CONNECTED);
      house.instances.hsm(House.INSTANCE).ping();
    }
  }

  private static ErrorCode code(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(KmsException.class);
    return ((KmsException) thrown).code();
  }
}
