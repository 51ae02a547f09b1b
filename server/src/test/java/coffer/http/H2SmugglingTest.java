package coffer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests in HTTP/2 that something between here and there could read differently, once it writes
/// them down in HTTP/1 or the other way round (RFC 9113 §8.1.1, §8.2, §8.3). None is ever served,
/// and the streams beside one that is refused with an answer are.
class H2SmugglingTest {
  private static final HttpLimits LIMITS = HttpLimits.standard().withTimes(3_000, 3_000, 3_000);
  private static RawPort port;

  @BeforeAll
  static void start() throws IOException {
    port = new RawPort(LIMITS, new EchoWire("only", ""));
  }

  @AfterAll
  static void stop() throws IOException {
    port.close();
  }

  static Stream<Arguments> doubtful() {
    return Stream.of(
        arguments("a shorter body", RawH2.post("content-length", "5"), "abc"),
        arguments("a longer body", RawH2.post("content-length", "2"), "abc"),
        arguments("no body", RawH2.post("content-length", "3"), ""),
        arguments("two lengths", RawH2.post("content-length", "3", "content-length", "4"), "abc"),
        arguments("a list of lengths", RawH2.post("content-length", "3, 4"), "abc"),
        arguments("length with a sign", RawH2.post("content-length", "+3"), "abc"),
        arguments("negative length", RawH2.post("content-length", "-3"), "abc"),
        arguments("hexadecimal length", RawH2.post("content-length", "0x3"), "abc"),
        arguments("empty length", RawH2.post("content-length", ""), "abc"),
        arguments("huge length", RawH2.post("content-length", "99999999999999999999"), "abc"),
        arguments("chunked", RawH2.post("transfer-encoding", "chunked"), "0\r\n\r\n"),
        arguments("identity", RawH2.post("transfer-encoding", "identity"), "abc"),
        arguments("connection", RawH2.post("connection", "close"), ""),
        arguments("keep-alive", RawH2.post("keep-alive", "timeout=5"), ""),
        arguments("proxy-connection", RawH2.post("proxy-connection", "close"), ""),
        arguments("upgrade", RawH2.post("upgrade", "websocket"), ""),
        arguments("te", RawH2.post("te", "gzip"), ""),
        arguments("upper case", RawH2.post("X-A", "b"), ""),
        arguments("empty name", RawH2.post("", "b"), ""),
        arguments("name with a space", RawH2.post("x a", "b"), ""),
        arguments("name with a colon", RawH2.post("x:a", "b"), ""),
        arguments("name with a line", RawH2.post("x\r\nhost: y", "b"), ""),
        arguments("name with a zero", RawH2.post("x\u0000a", "b"), ""),
        arguments("name not in ASCII", RawH2.post("x-\u00e9", "b"), ""),
        arguments("value with a line", RawH2.post("x-a", "b\r\nhost: y"), ""),
        arguments("value with a line feed", RawH2.post("x-a", "b\nc"), ""),
        arguments("value with a carriage return", RawH2.post("x-a", "b\rc"), ""),
        arguments("value with a zero", RawH2.post("x-a", "b\u0000c"), ""),
        arguments("value with a control character", RawH2.post("x-a", "b\u0001c"), ""),
        arguments("value that begins with a space", RawH2.post("x-a", " b"), ""),
        arguments("value that ends with a tab", RawH2.post("x-a", "b\t"), ""),
        arguments("no method", without(":method"), ""),
        arguments("no scheme", without(":scheme"), ""),
        arguments("no path", without(":path"), ""),
        arguments("no authority", without(":authority"), ""),
        arguments("two methods", with(RawH2.POST, ":method", "GET"), ""),
        arguments("two paths", with(RawH2.POST, ":path", "/admin"), ""),
        arguments("two authorities", with(RawH2.POST, ":authority", "other"), ""),
        arguments("an unknown pseudo header", with(RawH2.POST, ":foo", "bar"), ""),
        arguments("a status", with(RawH2.POST, ":status", "200"), ""),
        arguments("a late pseudo header", late(), ""),
        arguments("empty path", replaced(":path", ""), ""),
        arguments("relative path", replaced(":path", "x"), ""),
        arguments("absolute path", replaced(":path", "https://localhost/"), ""),
        arguments("asterisk of a POST", replaced(":path", "*"), ""),
        arguments("path with a space", replaced(":path", "/ HTTP/1.1"), ""),
        arguments("path with a line", replaced(":path", "/\r\nx: y"), ""),
        arguments("path with a zero", replaced(":path", "/\u0000"), ""),
        arguments("path not in ASCII", replaced(":path", "/\u00e9"), ""),
        arguments("empty method", replaced(":method", ""), ""),
        arguments("method with a space", replaced(":method", "POST /x"), ""),
        arguments("method with a line", replaced(":method", "POST\r\n"), ""),
        arguments("CONNECT", replaced(":method", "CONNECT"), ""),
        arguments("another scheme", replaced(":scheme", "ftp"), ""),
        arguments("empty authority", replaced(":authority", ""), ""),
        arguments("authority with a user", replaced(":authority", "me@localhost"), ""),
        arguments("authority with a path", replaced(":authority", "localhost/x"), ""),
        arguments("authority with a line", replaced(":authority", "localhost\r\nx: y"), ""),
        arguments("another host", RawH2.post("host", "other"), ""),
        arguments("two hosts", RawH2.post("host", "localhost", "host", "localhost"), ""));
  }

  private static List<Map.Entry<String, String>> without(String name) {
    return RawH2.POST.stream().filter(h -> !h.getKey().equals(name)).toList();
  }

  private static List<Map.Entry<String, String>> with(
      List<Map.Entry<String, String>> headers, String name, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return more;
  }

  private static List<Map.Entry<String, String>> replaced(String name, String value) {
    return RawH2.POST.stream()
        .map(h -> h.getKey().equals(name) ? Map.entry(name, value) : h)
        .toList();
  }

  private static List<Map.Entry<String, String>> late() {
    return with(with(without(":path"), "x-a", "b"), ":path", "/");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("doubtful")
  void whatIsInDoubtIsNeverServed(String what, List<Map.Entry<String, String>> headers, String body)
      throws Exception {
    String answer;
    String beside = RawH2.CLOSED;
    try (RawH2 connection = new RawH2(port)) {
      connection.request(1, headers, body);
      answer = connection.answer(1);
      assertThat(answer).as(what).isIn("400", RawH2.RESET, RawH2.CLOSED);
      if (!answer.equals(RawH2.CLOSED)) {
        beside = another(connection, 3);
      }
    }
    if (answer.equals("400")) {
      assertThat(beside).as("the stream beside %s", what).isEqualTo("200");
    }
    try (RawH2 connection = new RawH2(port)) {
      assertThat(another(connection, 1)).isEqualTo("200");
    }
  }

  private static String another(RawH2 connection, int stream) throws IOException {
    try {
      connection.request(stream, RawH2.post("content-length", "2"), "ok");
    } catch (SocketException e) {
      return RawH2.CLOSED;
    }
    return connection.answer(stream);
  }

  @Test
  void theRequestsOfClientsAreServed() throws Exception {
    List<List<Map.Entry<String, String>>> clear =
        List.of(
            RawH2.POST,
            RawH2.post("content-length", "0"),
            RawH2.post("te", "trailers"),
            RawH2.post("host", "localhost"),
            RawH2.post("x-a", ""),
            RawH2.post("x-a", "\u00e9"),
            with(without(":authority"), "host", "localhost"),
            replaced(":path", "/?a=%00b&c"),
            replaced(":method", "GET"),
            replaced(":method", "OPTIONS"),
            replaced(":authority", "localhost:443"));
    try (RawH2 connection = new RawH2(port)) {
      int stream = 1;
      for (List<Map.Entry<String, String>> headers : clear) {
        connection.request(stream, headers, "");
        assertThat(connection.answer(stream)).as(headers.toString()).isEqualTo("200");
        stream += 2;
      }
    }
  }

  @Test
  void trailersAreNoPlaceForAnotherRequest() throws Exception {
    for (Map.Entry<String, String> trailer :
        List.of(Map.entry(":path", "/x"), Map.entry(":method", "GET"), Map.entry("X", "y"))) {
      try (RawH2 connection = new RawH2(port)) {
        connection.send(
            RawH2.frame(RawH2.HEADERS, RawH2.END_HEADERS, 1, RawH2.block(RawH2.POST)),
            RawH2.frame(RawH2.DATA, 0, 1, (byte) 'a'),
            RawH2.frame(RawH2.HEADERS, RawH2.WHOLE, 1, RawH2.block(List.of(trailer))));
        assertThat(connection.answer(1)).isIn("400", RawH2.RESET, RawH2.CLOSED);
      }
    }
  }
}
