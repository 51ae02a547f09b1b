package coffer.compat.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Names and protocols: what the clients and the server agree on before the first request.
@ExtendWith(Clients.Shared.class)
class ConnectionTest {
  private static final int CALLS = 5;
  private static final Fields SOME = Fields.none().with("Length", 8);

  private final Clients clients;

  ConnectionTest(Clients clients) {
    this.clients = clients;
  }

  @Test
  void aTeaThatChecksHostNamesRefusesAnyOther() {
    try (Child wrong = clients.calling(SdkSet.JAVA_TEA, "elsewhere.example")) {
      Answer answer = wrong.call("GenerateRandom", SOME);
      assertThat(answer.ok()).isFalse();
      assertThat(answer.message()).contains("elsewhere.example not verified");
    }
    clients.of(SdkSet.JAVA_TEA).call("GenerateRandom", SOME).orFail();
  }

  @Test
  void theInstanceHasANameOfItsOwn() {
    String name = clients.home().server().instance() + ".cryptoservice.kms.localhost";
    try (Child child = clients.calling(SdkSet.JAVA_TEA, name)) {
      child.call("GenerateRandom", SOME).orFail();
    }
  }

  /// So the refusal above is about the name: under the same name the same server answers here.
  @Test
  void anOlderTeaDoesNotLookAtTheName() {
    try (Child child = clients.calling(SdkSet.JAVA, "elsewhere.example")) {
      child.call("GenerateRandom", SOME).orFail();
    }
  }

  @Test
  void theJavaClientSpeaksHttp2() {
    assertThat(requests("2", SdkSet.JAVA)).isEqualTo(CALLS);
    assertThat(requests("1.1", SdkSet.JAVA)).isZero();
  }

  @Test
  void theOthersSpeakHttp11() {
    for (SdkSet set : new SdkSet[] {SdkSet.PYTHON, SdkSet.GO}) {
      assertThat(requests("1.1", set)).as("%s", set).isEqualTo(CALLS);
      assertThat(requests("2", set)).as("%s", set).isZero();
    }
  }

  /// How many requests of this version the server saw while the client made its calls.
  private long requests(String version, SdkSet set) {
    Child client = clients.of(set);
    long before = clients.home().server().requests(version);
    for (int i = 0; i < CALLS; i++) {
      client.call("GenerateRandom", SOME).orFail();
    }
    return clients.home().server().requests(version) - before;
  }
}
