package coffer.compat.openapi;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/// Reads commands `{"action": "kms:Encrypt", "fields": {…}}`, lets a client do them and writes
/// answers, until standard input ends. A command may come with an access key of its own.
final class Conversation {
  private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

  /// Sets a client up.
  interface Maker {
    Sdk make(Connection connection) throws Exception;
  }

  private final Connection root;
  private final Maker maker;
  private final Map<Connection, Sdk> clients = new HashMap<>();

  private Conversation(Connection root, Maker maker) {
    this.root = root;
    this.maker = maker;
  }

  static void hold(Maker maker) throws Exception {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Conversation conversation = new Conversation(Connection.ofEnvironment(), maker);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(JSON.toJson(conversation.answer(JsonParser.parseString(line).getAsJsonObject())));
    }
    // Connection pools keep threads that would outlive the conversation.
    System.exit(0);
  }

  private JsonObject answer(JsonObject command) throws Exception {
    Sdk sdk = client(command);
    String[] action = command.get("action").getAsString().split(":", 2);
    try {
      JsonObject answer = new JsonObject();
      answer.add("answer", sdk.call(action[0], action[1], command.getAsJsonObject("fields")));
      answer.addProperty("ok", true);
      return answer;
    } catch (InvocationTargetException | ExecutionException e) {
      return sdk.refusal(e.getCause()).json();
    } catch (Exception e) {
      return sdk.refusal(e).json();
    }
  }

  private Sdk client(JsonObject command) throws Exception {
    Connection caller =
        command.has("accessKeyId")
            ? root.by(
                command.get("accessKeyId").getAsString(),
                command.get("accessKeySecret").getAsString())
            : root;
    Sdk known = clients.get(caller);
    if (known != null) {
      return known;
    }
    Sdk made = maker.make(caller);
    clients.put(caller, made);
    return made;
  }

  /// As Java names methods.
  static String small(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
