package coffer.cli;

import coffer.model.SecretBytes;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Which server, which CA it must show, and who calls.
///
/// @param ca PEM file with the only certificate trusted
/// @param secret owned; closed with the connection
/// @param instance the server's own KMS instance, when it told
record Connection(
    URI endpoint, Path ca, String accessKeyId, SecretBytes secret, Optional<String> instance)
    implements AutoCloseable {

  /// `host:port`, as SDKs take it and as the Host header says it.
  String authority() {
    int port = endpoint.getPort();
    return endpoint.getHost() + (port == -1 || port == 443 ? "" : ":" + port);
  }

  /// `host:port`, the port always there.
  String hostAndPort() {
    return endpoint.getHost() + ":" + (endpoint.getPort() == -1 ? 443 : endpoint.getPort());
  }

  @Override
  public void close() {
    secret.close();
  }
}
