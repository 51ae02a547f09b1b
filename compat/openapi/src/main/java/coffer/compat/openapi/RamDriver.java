package coffer.compat.openapi;

import com.aliyun.ram20150501.Client;
import com.aliyun.tea.TeaException;
import com.aliyun.tea.TeaModel;
import com.aliyun.tea.TeaUnretryableException;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teautil.models.RuntimeOptions;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// ram20150501. Its tea looks at no certificate unless it is told to, and knows no CA but those of
/// the trust store that the properties of the Java machine name.
public final class RamDriver implements Sdk {
  private static final String MODELS = "com.aliyun.ram20150501.models.";
  private static final String STORE_PASSWORD = "no secret";

  /// The client has no request class for these.
  private static final Set<String> WITHOUT_PARAMETERS = Set.of("ListVirtualMFADevices");

  private final Client client;

  private RamDriver(Connection connection) throws Exception {
    this.client =
        new Client(
            new Config()
                .setAccessKeyId(connection.accessKeyId())
                .setAccessKeySecret(connection.accessKeySecret())
                .setEndpoint(connection.endpoint())
                .setProtocol("https")
                .setRegionId("cn-hangzhou"));
  }

  public static void main(String[] arguments) throws Exception {
    Path store = Files.createTempFile(Path.of("").toAbsolutePath(), "trust-", ".p12");
    try (OutputStream out = Files.newOutputStream(store)) {
      Connection.ofEnvironment().trustStore().store(out, STORE_PASSWORD.toCharArray());
    }
    System.setProperty("javax.net.ssl.trustStore", store.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", STORE_PASSWORD);
    Conversation.hold(RamDriver::new);
  }

  @Override
  public JsonObject call(String api, String action, JsonObject fields) throws Exception {
    Map<String, Object> named = new HashMap<>();
    fields.entrySet().forEach(field -> named.put(field.getKey(), value(field.getValue())));
    String method = Conversation.small(action) + "WithOptions";
    if (WITHOUT_PARAMETERS.contains(action)) {
      return body(Client.class.getMethod(method, RuntimeOptions.class).invoke(client, checked()));
    }
    Class<?> type = Class.forName(MODELS + action + "Request");
    TeaModel request = (TeaModel) type.getMethod("build", Map.class).invoke(null, named);
    if (!request.toMap().keySet().containsAll(named.keySet())) {
      throw new NoSuchFieldException("the client has fields " + request.toMap().keySet());
    }
    return body(
        Client.class
            .getMethod(method, type, RuntimeOptions.class)
            .invoke(client, request, checked()));
  }

  private static JsonObject body(Object response) throws ReflectiveOperationException {
    Object body = response.getClass().getMethod("getBody").invoke(response);
    return new Gson().toJsonTree(((TeaModel) body).toMap()).getAsJsonObject();
  }

  private static RuntimeOptions checked() {
    RuntimeOptions options = new RuntimeOptions();
    options.ignoreSSL = false;
    return options;
  }

  private static Object value(JsonElement field) {
    JsonPrimitive given = field.getAsJsonPrimitive();
    if (given.isBoolean()) {
      return given.getAsBoolean();
    }
    return given.isNumber() ? Integer.valueOf(given.getAsInt()) : given.getAsString();
  }

  @Override
  public Refusal refusal(Throwable failure) {
    if (failure instanceof TeaUnretryableException && failure.getCause() != null) {
      return Refusal.of(failure.getCause());
    }
    if (!(failure instanceof TeaException refused)) {
      return Refusal.of(failure);
    }
    Map<String, Object> data = Objects.requireNonNullElse(refused.getData(), Map.of());
    return new Refusal(
        String.valueOf(refused.getCode()),
        String.valueOf(refused.getMessage()),
        String.valueOf(data.get("RequestId")),
        data.get("HttpStatus") instanceof Number status ? status.intValue() : 0,
        detail(data.getOrDefault("AccessDeniedDetail", "")));
  }

  private static Map<String, Object> detail(Object given) {
    Map<String, Object> detail = new HashMap<>();
    if (given instanceof Map<?, ?> all) {
      all.forEach((name, value) -> detail.put(String.valueOf(name), value));
    }
    return detail;
  }
}
