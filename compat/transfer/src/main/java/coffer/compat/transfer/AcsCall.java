package coffer.compat.transfer;

import com.aliyun.kms.KmsTransferAcsClient;
import com.aliyuncs.AcsRequest;
import com.aliyuncs.AcsResponse;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.FormatType;
import com.aliyuncs.http.ProtocolType;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.reflect.Method;
import java.util.Map;

/// One call by the names of the client's own request classes and setters.
final class AcsCall {
  private static final String MODELS = "com.aliyuncs.kms.model.v20160120.";

  private AcsCall() {}

  static JsonObject call(KmsTransferAcsClient client, String action, JsonObject fields)
      throws ReflectiveOperationException, ClientException {
    AcsRequest<?> request =
        Class.forName(MODELS + action + "Request")
            .asSubclass(AcsRequest.class)
            .getConstructor()
            .newInstance();
    for (Map.Entry<String, JsonElement> field : fields.entrySet()) {
      set(request, field.getKey(), field.getValue());
    }
    // Without an end point of its own, what is not transferred would go to the public cloud.
    request.setSysEndpoint(System.getenv("COFFER_ENDPOINT"));
    request.setSysProtocol(ProtocolType.HTTPS);
    request.setSysAcceptFormat(FormatType.JSON);
    return json(client.getAcsResponse(request));
  }

  private static void set(Object request, String name, JsonElement value)
      throws ReflectiveOperationException {
    for (Method method : request.getClass().getMethods()) {
      if (method.getName().equals("set" + name) && method.getParameterCount() == 1) {
        Class<?> type = method.getParameterTypes()[0];
        if (type == Integer.class) {
          method.invoke(request, value.getAsInt());
        } else if (type == Boolean.class) {
          method.invoke(request, value.getAsBoolean());
        } else {
          method.invoke(request, value.getAsString());
        }
        return;
      }
    }
    throw new NoSuchMethodException("the client has no field " + name);
  }

  private static JsonObject json(AcsResponse response) throws ReflectiveOperationException {
    JsonObject json = new JsonObject();
    for (Method method : response.getClass().getMethods()) {
      if (method.getName().startsWith("get")
          && method.getParameterCount() == 0
          && method.getDeclaringClass() == response.getClass()) {
        switch (method.invoke(response)) {
          case String text -> json.addProperty(method.getName().substring(3), text);
          case Boolean flag -> json.addProperty(method.getName().substring(3), flag);
          case Number number -> json.addProperty(method.getName().substring(3), number);
          case null, default -> {
            // Structures that no step asks for.
          }
        }
      }
    }
    return json;
  }
}
