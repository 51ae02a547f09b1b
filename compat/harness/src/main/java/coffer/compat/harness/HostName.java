package coffer.compat.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Whether the server proves to be a host of some name.
public final class HostName {
  private HostName() {}

  /// Fails unless a client that checks host names would talk to the server under this one.
  public static void require(Path ca, int port, String name) throws IOException {
    try (Socket plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        SSLSocket socket =
            (SSLSocket)
                Https.trusting(ca).getSocketFactory().createSocket(plain, name, port, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
    }
  }
}
