package coffer.operations;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.AliasName;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.PolicyName;
import coffer.model.PolicyRef;
import coffer.model.PolicyType;
import coffer.model.UserName;
import coffer.ram.Attachments;
import coffer.ram.Users;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two changes of one thing at the same time end as one of the two orders would have; what is in
/// memory is what was kept.
class ConcurrentChangesTest {
  private static final int ROUNDS = 50;
  private static final int SECONDS_MAX = 30;

  @TempDir static Path directory;
  private static House house;
  private static ExecutorService threads;

  @BeforeAll
  static void build() {
    house = new House(directory);
    threads = Executors.newFixedThreadPool(2);
  }

  @AfterAll
  static void close() {
    threads.shutdownNow();
    house.close();
  }

  /// What each was refused with, if it was.
  private static List<Optional<ErrorCode>> together(Runnable one, Runnable other) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(2);
    List<Future<Optional<ErrorCode>>> both = new ArrayList<>();
    for (Runnable each : List.of(one, other)) {
      both.add(
          threads.submit(
              (Callable<Optional<ErrorCode>>)
                  () -> {
                    barrier.await(SECONDS_MAX, TimeUnit.SECONDS);
                    return refusal(each);
                  }));
    }
    List<Optional<ErrorCode>> refusals = new ArrayList<>();
    for (Future<Optional<ErrorCode>> each : both) {
      refusals.add(each.get(SECONDS_MAX, TimeUnit.SECONDS));
    }
    return refusals;
  }

  private static Optional<ErrorCode> refusal(Runnable change) {
    try {
      change.run();
      return Optional.empty();
    } catch (KmsException e) {
      return Optional.of(e.code());
    }
  }

  @Test
  void ofTwoUpdatesOfAnAliasOneIsTheLast() throws Exception {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      keys.add(house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT));
    }
    AliasName alias = new AliasName("alias/contested");
    house.keys.aliases().create(alias, keys.getLast().id());
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(
              together(
                  () -> house.keys.aliases().update(alias, keys.getFirst().id()),
                  () -> house.keys.aliases().update(alias, keys.get(1).id())))
          .containsOnly(Optional.empty());
      Key named =
          keys.stream()
              .filter(key -> house.keys.aliases().find(alias).orElseThrow().equals(key.id()))
              .findFirst()
              .orElseThrow();
      assertThat(named).isNotEqualTo(keys.getLast());
      assertThat(house.store.read(view -> view.aliases().find(alias)).orElseThrow().key())
          .isEqualTo(named.id());
      for (Key key : keys) {
        assertThat(house.keys.aliases().count(key.id())).isEqualTo(key.equals(named) ? 1 : 0);
      }
    }
  }

  @Test
  void ofTwoDefaultVersionsOneIsTheLast() throws Exception {
    PolicyName name = new PolicyName("contested");
    PolicyRef ref = new PolicyRef(PolicyType.CUSTOM, name);
    house.ram.policies().create(name, allowing("kms:Encrypt"), "");
    house.ram.policies().createVersion(name, allowing("kms:Decrypt"), false, false);
    house.ram.policies().createVersion(name, allowing("kms:Sign"), false, false);
    for (int round = 0; round < ROUNDS; round++) {
      house.ram.policies().setDefault(name, "v1");
      assertThat(
              together(
                  () -> house.ram.policies().setDefault(name, "v2"),
                  () -> house.ram.policies().setDefault(name, "v3")))
          .containsOnly(Optional.empty());
      int now = house.ram.policies().require(ref).defaultVersion();
      assertThat(now).isIn(2, 3);
      assertThat(
              house
                  .store
                  .read(view -> view.ram().managedPolicies().find(name))
                  .orElseThrow()
                  .defaultVersion())
          .isEqualTo(now);
    }
  }

  @Test
  void whoIsDeletedGetsNoPolicyAndWhoGotOneIsNotDeleted() throws Exception {
    PolicyRef policy = new PolicyRef(PolicyType.SYSTEM, new PolicyName("ReadOnlyAccess"));
    int attached = 0;
    for (int round = 0; round < ROUNDS; round++) {
      UserName name = new UserName("contested-" + round);
      house.ram.users().create(name, nobody());
      Attachments.Holder holder = new Attachments.Holder.OfUser(name);
      List<Optional<ErrorCode>> refusals =
          together(
              () -> house.ram.attachments().attach(policy, holder),
              () -> house.ram.users().delete(name));
      boolean isAttached = refusals.getFirst().isEmpty();
      attached += isAttached ? 1 : 0;
      assertThat(refusals)
          .containsExactly(
              isAttached ? Optional.empty() : Optional.of(ErrorCode.USER_NOT_EXIST),
              isAttached ? Optional.of(ErrorCode.DELETE_CONFLICT_USER_POLICY) : Optional.empty());
      assertThat(house.ram.users().all().stream().anyMatch(user -> user.name().equals(name)))
          .isEqualTo(isAttached);
    }
    assertThat(house.ram.policies().describe(policy).attachments()).isEqualTo(attached);
  }

  private static Users.Profile nobody() {
    return new Users.Profile(
        "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static String allowing(String action) {
    return "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\""
        + action
        + "\",\"Resource\":\"*\"}]}";
  }
}
