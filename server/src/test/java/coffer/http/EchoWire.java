package coffer.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A protocol that says back what it got, and refuses with its own name and the status.
final class EchoWire implements Wire {
  private final String name;
  private final String header;
  final CountDownLatch release = new CountDownLatch(1);
  final CountDownLatch started = new CountDownLatch(1);

  /// @param header whose presence tells this protocol; empty for one that speaks anything
  EchoWire(String name, String header) {
    this.name = name;
    this.header = header;
  }

  @Override
  public boolean speaks(HttpCall head) {
    return header.isEmpty() || !head.header(header).isEmpty();
  }

  @Override
  public void handle(HttpCall call) {
    switch (call.path()) {
      case "/off" -> call.offLoop(() -> echo(call));
      case "/slow" ->
          call.offLoop(() -> {
            started.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            echo(call);
          });
      case "/bug" -> throw new IllegalStateException("a bug on the loop");
      case "/off-bug" ->
          call.offLoop(() -> {
            throw new IllegalStateException("a bug off the loop");
          });
      default -> echo(call);
    }
  }

  private void echo(HttpCall call) {
    call.respond(
        200,
        List.of(
            Map.entry("content-type", "application/octet-stream"),
            Map.entry("x-wire", name),
            Map.entry("x-method", call.method()),
            Map.entry("x-query", Integer.toString(call.query().length())),
            Map.entry("x-source", call.source().getHostAddress()),
            Map.entry("x-request-id", call.requestId()),
            Map.entry("x-secure", Boolean.toString(call.secure()))),
        call.body().clone());
  }

  @Override
  public void refuse(HttpCall head, int status) {
    head.respond(
        status, List.of(), (name + " refuses " + status).getBytes(StandardCharsets.US_ASCII));
  }
}
