package coffer.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that two readers could take for different ones. Whatever is in doubt is refused once,
/// in the words of its wire, and the connection ends: nothing behind it is ever taken for a
/// request.
class SmugglingTest {
  private static final HttpLimits LIMITS = HttpLimits.standard().withTimes(3_000, 3_000, 3_000);
  private static final String HIDDEN = "GET /?hidden HTTP/1.1\r\nhost: x\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nhost: x\r\n";
  private static RawPort port;

  @BeforeAll
  static void start() throws IOException {
    port = new RawPort(LIMITS, new EchoWire("first", "x-first"), new EchoWire("last", ""));
  }

  @AfterAll
  static void stop() throws IOException {
    port.close();
  }

  static Stream<String> doubtful() {
    String post = "POST / HTTP/1.1\r\nhost: x\r\n";
    String chunked = "0\r\n\r\n";
    return Stream.of(
        post + "content-length: 1\r\ncontent-length: 2\r\n\r\nab",
        post + "content-length: 2\r\ncontent-length: 2\r\n\r\nab",
        post + "content-length: 2, 2\r\n\r\nab",
        post + "content-length: +2\r\n\r\nab",
        post + "content-length: -2\r\n\r\nab",
        post + "content-length: 0x2\r\n\r\nab",
        post + "content-length: 2 2\r\n\r\nab",
        post + "content-length: 99999999999999999999\r\n\r\nab",
        post + "content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n" + chunked,
        post + "transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n" + chunked,
        post + "transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n" + chunked,
        post + "transfer-encoding: identity\r\n\r\n",
        post + "transfer-encoding: identity, chunked\r\n\r\n" + chunked,
        post + "transfer-encoding: gzip, chunked\r\n\r\n" + chunked,
        post + "transfer-encoding: chunked, identity\r\n\r\n" + chunked,
        post + "transfer-encoding: xchunked\r\n\r\n" + chunked,
        post + "transfer-encoding: \"chunked\"\r\n\r\n" + chunked,
        post + "transfer-encoding:\u000bchunked\r\n\r\n" + chunked,
        post + "transfer-encoding : chunked\r\n\r\n" + chunked,
        post + "content-length : 2\r\n\r\nab",
        post + " content-length: 2\r\n\r\nab",
        post + "content\tlength: 2\r\n\r\nab",
        "POST / HTTP/1.0\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n" + chunked,
        post + "transfer-encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
        post + "transfer-encoding: chunked\r\n\r\n-1\r\nab\r\n0\r\n\r\n",
        post + "transfer-encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
        post + "transfer-encoding: chunked\r\n\r\n2\nab\n0\n\n",
        post + "transfer-encoding: chunked\r\n\r\nffffffffffffffff\r\nab\r\n0\r\n\r\n",
        "POST / HTTP/1.1\nhost: x\ncontent-length: 2\n\nab",
        "POST / HTTP/1.1\r\nhost: x\ncontent-length: 2\r\n\r\nab",
        post + "x-a: a\rcontent-length: 2\r\n\r\nab",
        post + "x-a: a\u0000b\r\n\r\n",
        post + "x-a: a\u0001b\r\n\r\n",
        post + "x-a: a\u007fb\r\n\r\n",
        post + "x\u0000a: b\r\n\r\n",
        post + "x-\u00e9: b\r\n\r\n",
        post + ": b\r\n\r\n",
        post + "no colon here\r\n\r\n",
        post + "host: y\r\n\r\n",
        post + "host: x\r\n\r\n",
        "POST / HTTP/1.1\r\n\r\n",
        "POST  / HTTP/1.1\r\nhost: x\r\n\r\n",
        "POST /a b HTTP/1.1\r\nhost: x\r\n\r\n",
        "POST /\u0000 HTTP/1.1\r\nhost: x\r\n\r\n",
        "POST /\u00e9 HTTP/1.1\r\nhost: x\r\n\r\n",
        "GET /\r\n\r\n",
        "GET / HTTP/9.9\r\nhost: x\r\n\r\n",
        "GET / HTP/1.1\r\nhost: x\r\n\r\n",
        "GET https://y/ HTTP/1.1\r\nhost: x\r\n\r\n",
        "GET https://x.y/ HTTP/1.1\r\nhost: x\r\n\r\n",
        "GET http://x/ HTTP/1.1\r\nhost: x\r\n\r\n",
        "CONNECT x:443 HTTP/1.1\r\nhost: x:443\r\n\r\n",
        "GET x HTTP/1.1\r\nhost: x\r\n\r\n",
        "\u0001\u0002\u0003 / HTTP/1.1\r\nhost: x\r\n\r\n");
  }

  @ParameterizedTest
  @MethodSource("doubtful")
  void whatIsInDoubtIsRefusedOnceAndEndsTheConnection(String request) throws Exception {
    String answers = port.exchange(request + HIDDEN);
    assertThat(answers).matches("(?s)HTTP/1.[01] 400 .*last refuses 400!?");
    assertThat(answers.split("HTTP/1", -1)).as("answers").hasSize(2);
  }

  @Test
  void aRefusedHeadIsAnsweredByTheWireItSpokeTo() throws Exception {
    String answer =
        port.exchange(
            POST
                + "x-first: 1\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n");
    assertThat(answer).endsWith("first refuses 400");
  }

  @Test
  void aHeadThatTellsNothingIsAnsweredByTheWireOfTheConnection() throws Exception {
    try (SSLSocket socket = port.connect()) {
      RawPort.send(socket, "GET / HTTP/1.1\r\nhost: x\r\nx-first: 1\r\n\r\n");
      assertThat(RawPort.answer(socket)).startsWith("HTTP/1.1 200");
      RawPort.send(socket, "GET\r\n\r\n");
      assertThat(port.until(socket)).endsWith("first refuses 400");
    }
  }

  @Test
  void otherExpectationsFailAndNothingBehindThemIsRead() throws Exception {
    String answers = port.exchange("POST / HTTP/1.1\r\nhost: x\r\nexpect: 200-ok\r\n\r\n" + HIDDEN);
    assertThat(answers).startsWith("HTTP/1.1 417 ").contains("last refuses 417");
    assertThat(answers.split("HTTP/1", -1)).hasSize(2);
  }

  @Test
  void expect100IsAnsweredBeforeTheBodyIsSent() throws Exception {
    try (SSLSocket socket = port.connect()) {
      RawPort.send(
          socket,
          "POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-Continue\r\ncontent-length: 2\r\n\r\n");
      assertThat(RawPort.answer(socket)).startsWith("HTTP/1.1 100 ");
      RawPort.send(socket, "ab");
      assertThat(RawPort.answer(socket)).startsWith("HTTP/1.1 200 ").endsWith("ab");
    }
  }

  static Stream<String> clear() {
    String post = "POST / HTTP/1.1\r\nhost: x\r\n";
    return Stream.of(
        post + "content-length: 2\r\n\r\nab",
        post + "Content-Length: 2\r\n\r\nab",
        post + "transfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
        post + "Transfer-Encoding: Chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n",
        // Chunk extensions are skipped (RFC 9112 §7.1.1), trailers dropped (§7.1.2).
        post + "transfer-encoding: chunked\r\n\r\n2;a=b\r\nab\r\n0\r\n\r\n",
        post + "transfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\ncontent-length: 9\r\n\r\n",
        post + "transfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nx-first: 1\r\n\r\n",
        // An obs-fold is one space (§5.2).
        post + "x-a: a\r\n b\r\ncontent-length: 2\r\n\r\nab",
        "POST https://x/ HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nab",
        "POST / HTTP/1.0\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nab");
  }

  @ParameterizedTest
  @MethodSource("clear")
  void whatIsClearIsAnsweredAndTheNextRequestIsItsOwn(String request) throws Exception {
    try (SSLSocket socket = port.connect()) {
      RawPort.send(socket, request + HIDDEN);
      assertThat(RawPort.answer(socket)).contains(" 200 ").contains("x-wire: last").endsWith("ab");
      assertThat(RawPort.answer(socket)).contains(" 200 ").contains("x-query: 6");
    }
  }
}
