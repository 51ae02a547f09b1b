package coffer.compat.dkms;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Reads commands, lets the SDK do them, writes answers, until standard input ends.
public final class DemoClient {
  private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

  private final SdkClients clients;

  DemoClient(SdkClients clients) {
    this.clients = clients;
  }

  public static void main(String[] args) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    new DemoClient(new SdkClients()).serve(in, out);
    // The SDK's connection pool keeps threads that would outlive the conversation.
    System.exit(0);
  }

  void serve(BufferedReader in, PrintStream out) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (!line.isBlank()) {
        out.println(JSON.toJson(answer(line)));
      }
    }
  }

  private Answer answer(String line) {
    Command command;
    try {
      command = Command.parse(JsonParser.parseString(line));
    } catch (JsonParseException | IllegalArgumentException e) {
      return Answer.misunderstood(e.getMessage());
    }
    try {
      return Answer.done(SdkCall.call(clients.of(command), command));
    } catch (Exception e) {
      return Answer.refused(e);
    }
  }
}
