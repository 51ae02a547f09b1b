package coffer.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;

/// Sends requests to one server whose CA is known, with deadlines, and says in one line why it
/// could not.
final class Https implements AutoCloseable {
  private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);
  private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(60);

  private final URI endpoint;
  private final Path ca;
  private final HttpClient client;

  Https(URI endpoint, Path ca) {
    this.endpoint = endpoint;
    this.ca = ca;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_DEADLINE)
            .sslContext(TrustedCa.read(ca).context())
            .build();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(endpoint.resolve(path)).timeout(ANSWER_DEADLINE);
  }

  HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new Trouble(
          "No server answers at " + endpoint + ": is it running? (`coffer start`)", e);
    } catch (HttpTimeoutException e) {
      throw new Trouble(
          endpoint + " did not answer within " + ANSWER_DEADLINE.toSeconds() + " seconds", e);
    } catch (SSLException e) {
      throw new Trouble(
          "TLS with " + endpoint + " failed under the CA " + ca + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new Trouble("Talking to " + endpoint + " failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble("Interrupted", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
