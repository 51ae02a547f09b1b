package coffer.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The official SDK in its own JVM, asked one JSON line at a time.
final class SdkClient {
  private static final int ANSWER_SECONDS_MAX = 60;
  private static final Executor READER = task -> Thread.ofVirtual().start(task);

  /// What an application was given.
  ///
  /// @param endpoint `host:port`
  record Application(String endpoint, ClientKeyFiles files) {}

  private final OutputStream commands;
  private final BufferedReader answers;

  SdkClient(OutputStream commands, InputStream answers) {
    this.commands = commands;
    this.answers = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
  }

  /// Throws `Refused` when the service refused the SDK.
  JsonNode call(Application application, String action, Map<String, String> fields) {
    Map<String, Object> command = new LinkedHashMap<>();
    command.put("action", action);
    command.put("endpoint", application.endpoint());
    command.put("clientKeyFile", application.files().clientKey().toString());
    command.put("passwordFile", application.files().password().toString());
    command.put("caFile", application.files().ca().toString());
    command.put("fields", fields);
    JsonNode answer = exchange(Json.text(command));
    if (!answer.path("ok").asBoolean(false)) {
      throw new Refused(
          Json.text(answer, "code"),
          Json.text(answer, "message"),
          "",
          answer.path("status").asInt(0));
    }
    return answer.path("answer");
  }

  private JsonNode exchange(String command) {
    try {
      commands.write((command + "\n").getBytes(StandardCharsets.UTF_8));
      commands.flush();
      return Json.parse(line());
    } catch (IOException | ExecutionException e) {
      throw new Trouble("The SDK's process ended", e);
    } catch (TimeoutException e) {
      throw new Trouble("The SDK did not answer within " + ANSWER_SECONDS_MAX + " seconds", e);
    } catch (JacksonException e) {
      throw new Trouble("The SDK's process answered something else than JSON", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble("Interrupted", e);
    }
  }

  private String line() throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Optional<String>> line =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Optional.ofNullable(answers.readLine());
              } catch (IOException e) {
                return Optional.empty();
              }
            },
            READER);
    return line.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
        .orElseThrow(() -> new Trouble("The SDK's process ended"));
  }
}
