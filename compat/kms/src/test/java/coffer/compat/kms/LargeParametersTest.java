package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.OpenApi;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Clients put secrets and policies into the query or into a form: large ones are read whole and
/// judged by their field's own rule; larger ones are refused before that.
@ExtendWith(SharedServer.class)
class LargeParametersTest {
  private static final int VALUE_CHARS_MAX = 128 * 1024;
  private static final int DESCRIPTION_CHARS_MAX = 8_192;

  /// Nine bytes each in a query.
  private static final String WIDE = "\u5bc6";

  private final OpenApi api;
  private final HttpClient https;
  private final String key;

  LargeParametersTest(ServerHome home) throws Exception {
    this.api = home.server().openApi();
    this.https = home.server().client(HttpClient.Version.HTTP_1_1);
    this.key = api.createKey("Aliyun_AES_256");
  }

  private OpenApi.Answer describe(String description, boolean form) throws Exception {
    Map<String, String> parameters = Map.of("KeyId", key, "Description", description);
    String action = "UpdateKeyDescription";
    return OpenApi.read(
        https.send(
            form ? api.formRequest(action, parameters) : api.request(action, parameters),
            HttpResponse.BodyHandlers.ofByteArray()));
  }

  @Test
  void theLargestValueOfAFormIsRead() throws Exception {
    OpenApi.Answer answer = describe("d".repeat(VALUE_CHARS_MAX), true);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.field("Code")).isEqualTo("InvalidParameter");
    assertThat(answer.json()).contains("Description");
  }

  @Test
  void aLargerOneIsRefusedUnread() throws Exception {
    OpenApi.Answer answer = describe("d".repeat(VALUE_CHARS_MAX + 1), true);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.field("Code")).isEqualTo("ParseRequestParameterException");
  }

  @Test
  void aFieldsOwnMaximumPassesInAFormAndInAQuery() throws Exception {
    for (boolean form : new boolean[] {true, false}) {
      String description = (form ? "f" : WIDE).repeat(DESCRIPTION_CHARS_MAX);
      describe(description, form).orFail();
      assertThat(api.call("DescribeKey", Map.of("KeyId", key)).orFail().field("Description"))
          .isEqualTo(description);
    }
  }

  @Test
  void aQueryOf225KilobytesIsReadAndOneOf270IsNot() throws Exception {
    OpenApi.Answer read = describe(WIDE.repeat(25_000), false);
    assertThat(read.field("Code")).isEqualTo("InvalidParameter");
    OpenApi.Answer unread = describe(WIDE.repeat(30_000), false);
    assertThat(unread.status()).isEqualTo(414);
    describe("still served", false).orFail();
  }
}
