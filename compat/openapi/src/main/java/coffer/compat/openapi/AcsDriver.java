package coffer.compat.openapi;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.IAcsClient;
import com.aliyuncs.auth.SignatureVersion;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.FormatType;
import com.aliyuncs.http.HttpClientConfig;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;

/// aliyun-java-sdk-kms and aliyun-java-sdk-ram.
public final class AcsDriver implements Sdk {
  private final IAcsClient client;
  private final Connection connection;
  private final FormatType format;

  private AcsDriver(Connection connection, FormatType format, SignatureVersion version)
      throws Exception {
    DefaultProfile profile =
        DefaultProfile.getProfile(
            "cn-hangzhou", connection.accessKeyId(), connection.accessKeySecret());
    HttpClientConfig https = HttpClientConfig.getDefault();
    https.setX509TrustManagers(connection.trustManagers());
    profile.setHttpClientConfig(https);
    this.client = new DefaultAcsClient(profile);
    client.setSignatureVersion(version);
    this.connection = connection;
    this.format = format;
  }

  /// @param arguments format and signature version, `JSON V1`
  public static void main(String[] arguments) throws Exception {
    FormatType format = FormatType.valueOf(arguments[0]);
    SignatureVersion version = SignatureVersion.valueOf(arguments[1]);
    Conversation.hold(connection -> new AcsDriver(connection, format, version));
  }

  @Override
  public JsonObject call(String api, String action, JsonObject fields) throws Exception {
    String models =
        "com.aliyuncs." + api + ".model." + (api.equals("ram") ? "v20150501" : "v20160120");
    AcsRequest<?> request =
        Class.forName(models + "." + action + "Request")
            .asSubclass(AcsRequest.class)
            .getConstructor()
            .newInstance();
    for (Map.Entry<String, JsonElement> field : fields.entrySet()) {
      set(request, field.getKey(), field.getValue());
    }
    request.setSysEndpoint(connection.endpoint());
    request.setSysProtocol(ProtocolType.HTTPS);
    request.setSysAcceptFormat(format);
    return new Gson().toJsonTree(client.getAcsResponse(request)).getAsJsonObject();
  }

  private static void set(Object request, String name, JsonElement value)
      throws ReflectiveOperationException {
    for (Method method : request.getClass().getMethods()) {
      if (method.getName().equals("set" + name) && method.getParameterCount() == 1) {
        Object converted = new Gson().fromJson(value, method.getGenericParameterTypes()[0]);
        method.invoke(request, converted);
        return;
      }
    }
    throw new NoSuchMethodException("the client has no field " + name);
  }

  @Override
  public Refusal refusal(Throwable failure) {
    if (failure instanceof ClientException refused) {
      return new Refusal(
          String.valueOf(refused.getErrCode()),
          refused.getErrMsg() + (refused.getCause() == null ? "" : " " + refused.getCause()),
          String.valueOf(refused.getRequestId()),
          0,
          Objects.requireNonNullElse(refused.getAccessDeniedDetail(), Map.of()));
    }
    return Refusal.of(failure);
  }
}
