package coffer.compat.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The asynchronous client with many calls on their way at once.
@ExtendWith(Clients.Shared.class)
class AsyncCallsTest {
  private static final int IN_FLIGHT = 64;

  private final Clients clients;

  AsyncCallsTest(Clients clients) {
    this.clients = clients;
  }

  @Test
  void eachOfManyCallsAtOnceHasItsOwnAnswer() {
    Child client = clients.of(SdkSet.JAVA_ASYNC);
    Fields asked = Fields.key(clients.aes()).with("Plaintext", "at once");
    Answer all = client.call("kms:" + IN_FLIGHT + "*Encrypt", asked).orFail();
    List<String> blobs = all.findAll("CiphertextBlob");
    assertThat(blobs).hasSize(IN_FLIGHT).doesNotHaveDuplicates();
    assertThat(new HashSet<>(all.findAll("RequestId"))).hasSize(IN_FLIGHT);
    for (String blob : List.of(blobs.getFirst(), blobs.getLast())) {
      Fields sealed = Fields.none().with("CiphertextBlob", blob);
      assertThat(client.call("kms:Decrypt", sealed).orFail().find("Plaintext"))
          .isEqualTo("at once");
    }
  }
}
