package coffer.compat.dkms;

import com.aliyun.dkms.gcs.openapi.models.Config;
import com.aliyun.dkms.gcs.sdk.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// Clients of the SDK, kept between commands as an application would keep them.
final class SdkClients {
  private static final int CLIENTS_MAX = 16;

  private record Kept(String endpoint, String clientKeyFile, String caFile, Client client) {
    boolean serves(Command command) {
      return endpoint.equals(command.endpoint())
          && clientKeyFile.equals(command.clientKeyFile())
          && caFile.equals(command.caFile());
    }
  }

  private final Deque<Kept> kept = new ArrayDeque<>();

  Client of(Command command) throws Exception {
    for (Kept one : kept) {
      if (one.serves(command)) {
        return one.client();
      }
    }
    Config config =
        new Config()
            .setProtocol("https")
            .setEndpoint(command.endpoint())
            .setClientKeyFile(command.clientKeyFile())
            .setPassword(Files.readString(Path.of(command.passwordFile())));
    // Its setter answers nothing in 0.2.8, which this runs with too.
    config.caFilePath = command.caFile();
    Client client = new Client(config);
    if (kept.size() == CLIENTS_MAX) {
      kept.removeLast();
    }
    kept.addFirst(new Kept(command.endpoint(), command.clientKeyFile(), command.caFile(), client));
    return client;
  }
}
