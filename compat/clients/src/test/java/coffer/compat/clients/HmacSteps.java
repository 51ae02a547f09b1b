package coffer.compat.clients;

import static coffer.compat.clients.Samples.MESSAGE;
import static coffer.compat.clients.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/// Hmac, which only old clients have.
final class HmacSteps {
  private record Row(String spec, int bytes) {}

  private static final List<Row> ROWS =
      List.of(new Row("HMAC_SHA256", 32), new Row("HMAC_SHA512", 64));

  private final Clients clients;

  HmacSteps(Clients clients) {
    this.clients = clients;
  }

  List<Step> table() {
    return ROWS.stream()
        .map(row -> new Step("Hmac " + row.spec(), client -> hmac(client, row)))
        .toList();
  }

  private void hmac(Child client, Row row) {
    Fields key = Fields.key(clients.key(row.spec()));
    byte[] one = client.call("Hmac", key.with("Message", MESSAGE)).orFail().bytes("Signature");
    byte[] again = client.call("Hmac", key.with("Message", MESSAGE)).orFail().bytes("Signature");
    byte[] other =
        client.call("Hmac", key.with("Message", utf8("other"))).orFail().bytes("Signature");
    assertThat(one).hasSize(row.bytes()).isEqualTo(again).isNotEqualTo(other);
    client
        .call("Hmac", Fields.key(clients.aes()).with("Message", MESSAGE))
        .refused(400, "UnsupportedOperation");
  }
}
