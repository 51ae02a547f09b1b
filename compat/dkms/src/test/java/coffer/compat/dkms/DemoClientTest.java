package coffer.compat.dkms;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoClientTest {
  private static final String WHOLE =
      """
      {"action":"encrypt","endpoint":"localhost:1","clientKeyFile":"/nowhere/key.json",\
      "passwordFile":"/nowhere/password.txt","caFile":"/nowhere/ca.pem","fields":{"keyId":"k"}}\
      """;

  @Test
  void answersOneLineForEachCommandAndSkipsBlankOnes() throws IOException {
    List<JsonObject> answers = talk("{}\n\nnot json\n[]\n");
    assertThat(answers).hasSize(3).allMatch(a -> a.get("code").getAsString().equals("BadCommand"));
  }

  @Test
  void namesWhatACommandLacksOrHasTooMuch() throws IOException {
    assertThat(message(WHOLE.replace("\"caFile\":\"/nowhere/ca.pem\",", "")))
        .isEqualTo("missing: caFile");
    assertThat(message(WHOLE.replace("caFile", "ca"))).isEqualTo("unknown name: ca");
  }

  @Test
  void aFileThatIsNotThereIsAnAnswerAndNotTheEnd() throws IOException {
    List<JsonObject> answers = talk(WHOLE + "\n" + WHOLE + "\n");
    assertThat(answers).hasSize(2);
    assertThat(answers.getFirst().get("ok").getAsBoolean()).isFalse();
    assertThat(answers.getFirst().get("code").getAsString()).isEqualTo("NoSuchFileException");
  }

  @Test
  void theActionsOfTheDemoAreTheSdksOwn() {
    for (String action : List.of("encrypt", "decrypt", "sign", "verify", "advanceEncrypt")) {
      assertThat(SdkCall.method(action).getName()).isEqualTo(action);
    }
  }

  private static String message(String line) throws IOException {
    return talk(line).getFirst().get("message").getAsString();
  }

  private static List<JsonObject> talk(String lines) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DemoClient(new SdkClients())
        .serve(
            new BufferedReader(new StringReader(lines)),
            new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }
}
