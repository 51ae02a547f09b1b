package coffer.compat.openapi;

import com.aliyun.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import com.aliyun.apache.hc.core5.http2.HttpVersionPolicy;
import com.aliyun.auth.credentials.Credential;
import com.aliyun.auth.credentials.provider.StaticCredentialProvider;
import com.aliyun.httpcomponent.httpclient.ApacheAsyncHttpClientBuilder;
import com.aliyun.sdk.gateway.pop.exception.PopClientException;
import com.aliyun.sdk.gateway.pop.exception.PopServerException;
import com.aliyun.sdk.service.kms20160120.AsyncClient;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import darabonba.core.TeaModel;
import darabonba.core.client.ClientOverrideConfiguration;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/// alibabacloud-kms20160120. `kms:64*Encrypt` begins 64 calls before it waits for the first.
public final class AsyncDriver implements Sdk {
  private static final String MODELS = "com.aliyun.sdk.service.kms20160120.models.";
  private static final int CONNECTIONS_MAX = 64;

  private final AsyncClient client;

  @SuppressWarnings("deprecation") // The builder takes no connection manager, which would know it.
  private AsyncDriver(Connection connection) throws Exception {
    Credential key =
        Credential.builder()
            .accessKeyId(connection.accessKeyId())
            .accessKeySecret(connection.accessKeySecret())
            .build();
    this.client =
        AsyncClient.builder()
            .region("cn-hangzhou")
            .credentialsProvider(StaticCredentialProvider.create(key))
            .httpClient(
                new ApacheAsyncHttpClientBuilder(
                        HttpAsyncClientBuilder.create()
                            .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1))
                    .x509TrustManagers(connection.trustManagers())
                    .maxConnections(CONNECTIONS_MAX)
                    .maxConnectionsPerRoute(CONNECTIONS_MAX)
                    .build())
            .overrideConfiguration(
                ClientOverrideConfiguration.create()
                    .setEndpointOverride(connection.endpoint())
                    .setProtocol("HTTPS"))
            .build();
  }

  public static void main(String[] arguments) throws Exception {
    Conversation.hold(AsyncDriver::new);
  }

  @Override
  public JsonObject call(String api, String action, JsonObject fields) throws Exception {
    int times = action.indexOf('*');
    if (times < 0) {
      return body(begin(action, fields).get());
    }
    List<CompletableFuture<?>> begun = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(action.substring(0, times)); i++) {
      begun.add(begin(action.substring(times + 1), fields));
    }
    JsonArray answers = new JsonArray();
    for (CompletableFuture<?> one : begun) {
      answers.add(body(one.get()));
    }
    JsonObject all = new JsonObject();
    all.add("Answers", answers);
    return all;
  }

  private CompletableFuture<?> begin(String action, JsonObject fields)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(MODELS + action + "Request");
    Object builder = type.getMethod("builder").invoke(null);
    for (Map.Entry<String, JsonElement> field : fields.entrySet()) {
      set(builder, Conversation.small(field.getKey()), field.getValue());
    }
    Object request = builder.getClass().getMethod("build").invoke(builder);
    return (CompletableFuture<?>)
        AsyncClient.class.getMethod(Conversation.small(action), type).invoke(client, request);
  }

  /// The encryption context is a map here.
  private static void set(Object builder, String name, JsonElement value)
      throws ReflectiveOperationException {
    for (Method method : builder.getClass().getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == 1) {
        String json =
            method.getParameterTypes()[0] == Map.class ? value.getAsString() : value.toString();
        Object converted = new Gson().fromJson(json, method.getGenericParameterTypes()[0]);
        method.invoke(builder, converted);
        return;
      }
    }
    throw new NoSuchMethodException("the client has no field " + name);
  }

  private static JsonObject body(Object response) throws ReflectiveOperationException {
    Object body = response.getClass().getMethod("getBody").invoke(response);
    return new Gson().toJsonTree(((TeaModel) body).toMap()).getAsJsonObject();
  }

  @Override
  public Refusal refusal(Throwable failure) {
    return switch (failure) {
      case PopClientException refused ->
          new Refusal(
              String.valueOf(refused.getErrCode()),
              String.valueOf(refused.getErrMessage()),
              String.valueOf(refused.getRequestId()),
              Objects.requireNonNullElse(refused.getStatusCode(), 0),
              Objects.requireNonNullElse(refused.getAccessDeniedDetail(), Map.of()));
      case PopServerException refused ->
          new Refusal(
              String.valueOf(refused.getErrCode()),
              String.valueOf(refused.getErrMessage()),
              String.valueOf(refused.getRequestId()),
              Objects.requireNonNullElse(refused.getStatusCode(), 0),
              Map.of());
      default -> Refusal.of(failure);
    };
  }
}
