package coffer.compat.transfer;

import com.aliyun.kms.KmsTransferAcsClient;
import com.aliyuncs.exceptions.ClientException;
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

/// Reads commands `{"action", "fields"}`, lets the client do them, writes answers, until standard
/// input ends.
public final class TransferDriver {
  private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

  private TransferDriver() {}

  public static void main(String[] args) throws Exception {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    KmsTransferAcsClient client = Setting.ofEnvironment().client();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(JSON.toJson(answer(client, JsonParser.parseString(line).getAsJsonObject())));
    }
    // Connection pools keep threads that would outlive the conversation.
    System.exit(0);
  }

  private static JsonObject answer(KmsTransferAcsClient client, JsonObject command) {
    JsonObject answer = new JsonObject();
    try {
      JsonObject fields =
          AcsCall.call(
              client, command.get("action").getAsString(), command.getAsJsonObject("fields"));
      answer.addProperty("ok", true);
      answer.add("answer", fields);
    } catch (ClientException e) {
      answer.addProperty("ok", false);
      answer.addProperty("code", String.valueOf(e.getErrCode()));
      answer.addProperty("message", String.valueOf(e.getErrMsg()));
    } catch (InvocationTargetException e) {
      failed(answer, e.getCause());
    } catch (ReflectiveOperationException | RuntimeException e) {
      failed(answer, e);
    }
    return answer;
  }

  private static void failed(JsonObject answer, Throwable failure) {
    answer.addProperty("ok", false);
    answer.addProperty("code", failure.getClass().getSimpleName());
    answer.addProperty("message", String.valueOf(failure.getMessage()));
  }
}
