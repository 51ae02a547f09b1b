package coffer.compat.dkms;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.ClusterKind;
import coffer.compat.harness.InstanceRequest;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.Proto;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Far more at one time than the processors can do: what is not served is refused as the API says,
/// quickly, memory stays, and afterwards all is as before.
class OverloadTest {
  private static final int CONNECTIONS = 16;
  private static final int STREAMS = 80;
  private static final int MINUTES_MAX = 3;
  private static final int REFUSED_MAX_SECONDS = 60;
  private static final long GROWTH_KIB_MAX = 400_000;
  private static final String THROTTLED = "429 Rejected.Throttling";
  private static final String SERVED = "200 ";

  @Test
  void whatCannotBeServedIsRefusedAsTheApiSays() throws Exception {
    try (ServerHome home = ServerHome.make(ClusterKind.selected())) {
      TestServer server = home.start();
      ClientKeyFiles files = home.clientKey("flood");
      OpenApi openApi = server.openApi();
      String aes = openApi.createKey("Aliyun_AES_256");
      String rsa =
          openApi
              .call("CreateKey", Map.of("KeySpec", "RSA_4096", "KeyUsage", "SIGN/VERIFY"))
              .orFail()
              .field("KeyId");
      byte[] sign =
          new Proto()
              .text(1, rsa)
              .text(3, "RSA_PSS_SHA_256")
              .bytes(4, new byte[64])
              .text(5, "RAW")
              .encoded();
      byte[] pair = new Proto().text(1, aes).text(3, "RSA_4096").text(4, "DER").encoded();
      long before = server.residentKib();
      flood(server, "Sign", () -> InstanceRequest.of("Sign", sign, files).toHttp(server));
      flood(
          server,
          "GenerateDataKeyPair",
          () -> InstanceRequest.of("GenerateDataKeyPair", pair, files).toHttp(server));
      flood(
          server,
          "CreateKey",
          () ->
              openApi.request(
                  "CreateKey", Map.of("KeySpec", "RSA_2048", "KeyUsage", "SIGN/VERIFY")));
      assertThat(server.residentKib() - before).as("KiB more").isLessThan(GROWTH_KIB_MAX);
      home.audit().requireSound();
    }
  }

  private static void flood(TestServer server, String what, Supplier<HttpRequest> request)
      throws Exception {
    List<HttpRequest> requests = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS * STREAMS; i++) {
      requests.add(request.get());
    }
    Map<String, Integer> outcomes = new TreeMap<>();
    long from = System.nanoTime();
    HttpRequest cheap = server.openApi().request("DescribeAccountKmsStatus", Map.of());
    List<HttpClient> clients = new ArrayList<>();
    try {
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        HttpClient client = server.client(HttpClient.Version.HTTP_2);
        clients.add(client);
        // So that the streams find their connection open, and do not each make one.
        client.send(cheap, HttpResponse.BodyHandlers.discarding());
      }
      from = System.nanoTime();
      for (int i = 0; i < requests.size(); i++) {
        answers.add(
            clients
                .get(i % CONNECTIONS)
                .sendAsync(requests.get(i), HttpResponse.BodyHandlers.ofByteArray()));
      }
      for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
        outcomes.merge(outcome(answer.get(MINUTES_MAX, TimeUnit.MINUTES)), 1, Integer::sum);
      }
    } finally {
      clients.forEach(HttpClient::shutdownNow);
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
    System.out.println("MEASURED flood of " + what + ": " + outcomes + " in " + millis + " ms");
    assertThat(outcomes.keySet()).as(what).isSubsetOf(SERVED, THROTTLED);
    assertThat(outcomes).containsKey(SERVED);
    assertThat(millis).isLessThan(TimeUnit.SECONDS.toMillis(REFUSED_MAX_SECONDS));
    requireServed(server, request.get());
  }

  private static String outcome(HttpResponse<byte[]> response) {
    if (response.statusCode() == 200) {
      return SERVED;
    }
    String type = response.headers().firstValue("content-type").orElse("");
    String code =
        type.endsWith("protobuf")
            ? InstanceRequest.read(response).errorCode()
            : OpenApi.read(response).field("Code");
    return response.statusCode() + " " + code;
  }

  private static void requireServed(TestServer server, HttpRequest request)
      throws IOException, InterruptedException {
    try (HttpClient client = server.client(HttpClient.Version.HTTP_1_1)) {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(outcome(answer)).isEqualTo(SERVED);
    }
  }
}
