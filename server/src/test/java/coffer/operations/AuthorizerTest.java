package coffer.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.access.Principal;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.KmsException;
import coffer.model.NetworkRuleName;
import coffer.operations.catalog.Catalog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorizerTest {
  @TempDir static Path directory;
  private static House house;
  private static Key key;

  @BeforeAll
  static void build() {
    house = new House(directory);
    key = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static List<Target> targets() {
    return List.of(
        new Target.OfKey(key),
        new Target.Service(),
        new Target.Named("key", "*"),
        new Target.Named("secret", "x"),
        new Target.Named("policy", "x"));
  }

  @Test
  void theRootMayDoAllButTheInstanceApi() {
    for (Operation<?, ?> operation : Catalog.all().all()) {
      for (Target target : targets()) {
        assertThat(allows(House.root(), operation, target))
            .as("%s %s", operation.action(), target.resource())
            .isEqualTo(operation.api() != Api.INSTANCE);
      }
    }
  }

  @Test
  void strangersMayDoNothing() {
    Caller stranger = House.as(new Principal.Unauthenticated("somebody"));
    for (Operation<?, ?> operation : Catalog.all().all()) {
      for (Target target : targets()) {
        assertThat(allows(stranger, operation, target)).as(operation.action()).isFalse();
      }
    }
  }

  @Test
  void applicationsMayDoWhatTheirPoliciesSayOverTheInstanceApiOnly() {
    Principal.Application keyUser = house.application("keys");
    Principal.Application one =
        house.application("one", List.of(House.KEY_USER), List.of("key/" + key.id()), List.of());
    Principal.Application other =
        house.application(
            "other", List.of(House.KEY_USER), List.of("key/key-zzzzzzzzzzzzzzzzzzzz"), List.of());
    Principal.Application secretUser =
        house.application("secrets", List.of(House.SECRET_USER), List.of("secret/*"), List.of());
    house.access.createRule(new NetworkRuleName("elsewhere"), List.of("11.0.0.0/8"), "");
    Principal.Application elsewhere =
        house.application(
            "elsewhere",
            List.of(House.KEY_USER),
            List.of("key/*"),
            List.of(new NetworkRuleName("elsewhere")));
    Target ofKey = new Target.OfKey(key);
    Target ofSecret = new Target.Named("secret", "x");
    Target service = new Target.Service();
    for (Operation<?, ?> operation : Catalog.all().all()) {
      boolean instance = operation.api() == Api.INSTANCE;
      assertThat(allows(House.as(keyUser), operation, ofKey)).isEqualTo(instance);
      assertThat(allows(House.as(keyUser), operation, service)).isEqualTo(instance);
      assertThat(allows(House.as(keyUser), operation, ofSecret)).isFalse();
      assertThat(allows(House.as(one), operation, ofKey)).isEqualTo(instance);
      assertThat(allows(House.as(other), operation, ofKey)).isFalse();
      assertThat(allows(House.as(secretUser), operation, ofKey)).isFalse();
      assertThat(allows(House.as(secretUser), operation, service)).isFalse();
      assertThat(allows(House.as(secretUser), operation, ofSecret)).isEqualTo(instance);
      assertThat(allows(House.as(elsewhere), operation, ofKey)).isFalse();
      assertThat(allows(House.as(elsewhere), operation, service)).isFalse();
    }
  }

  /// None of these rules reads the request.
  private record Nothing() {}

  private static boolean allows(Caller caller, Operation<?, ?> operation, Target target) {
    Throwable thrown =
        catchThrowable(() -> house.authorizer.require(caller, operation, new Nothing(), target));
    if (thrown == null) {
      return true;
    }
    assertThat(thrown).isInstanceOf(KmsException.class);
    assertThat(((KmsException) thrown).code()).isEqualTo(ErrorCode.NO_PERMISSION);
    return false;
  }
}
