package coffer.compat.crash;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.InstanceRequest;
import coffer.compat.harness.Proto;
import coffer.compat.harness.TestServer;
import java.io.IOException;
import java.util.Map;

/// Calls of the Instance API that must succeed.
record InstanceCalls(TestServer server, ClientKeyFiles clientKey) {

  /// The fields of the answer by number.
  Map<Integer, byte[]> call(String action, Proto request) throws IOException {
    InstanceRequest.Answer answer =
        InstanceRequest.of(action, request.encoded(), clientKey).send(server);
    if (answer.status() != 200) {
      throw new AssertionError(
          action + ": " + answer.status() + " " + answer.errorCode() + " " + answer.errorMessage());
    }
    return answer.fields();
  }
}
