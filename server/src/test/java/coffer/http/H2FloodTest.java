package coffer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// HTTP/2 connections that only mean harm. Each is cut, others are served meanwhile, and what it
/// was read into is given back.
class H2FloodTest {
  private static final HttpLimits LIMITS = HttpLimits.standard().withTimes(2_000, 2_000, 2_000);
  private static final int FRAMES_MAX = 200_000;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int MAX_FRAME_SIZE = 5;
  private static final byte[] NONE = {};
  private static RawPort port;
  private long lent;

  @BeforeAll
  static void start() throws IOException {
    port = new RawPort(LIMITS, new EchoWire("only", ""));
  }

  @AfterAll
  static void stop() throws IOException {
    port.close();
  }

  @BeforeEach
  void count() {
    lent = WipedMemory.ALLOCATOR.lentBytes();
  }

  @AfterEach
  void othersAreServedAndAllIsGivenBack() throws Exception {
    try (RawH2 connection = new RawH2(port)) {
      connection.request(1, RawH2.POST, "abc");
      assertThat(connection.answer(1)).isEqualTo("200");
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (WipedMemory.ALLOCATOR.lentBytes() != lent && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(WipedMemory.ALLOCATOR.lentBytes()).isEqualTo(lent);
  }

  /// One frame again and again.
  interface Flood {
    byte[] frame(int index);
  }

  static Stream<Arguments> floods() {
    byte[] head = RawH2.block(RawH2.POST);
    byte[] filler = RawH2.block(List.of(Map.entry("x-a", "b".repeat(8_000))));
    return Stream.of(
        arguments(
            "streams that are reset at once",
            (Flood)
                i ->
                    both(
                        RawH2.frame(RawH2.HEADERS, RawH2.END_HEADERS, 2 * i + 1, head),
                        RawH2.frame(RawH2.RST_STREAM, 0, 2 * i + 1, new byte[4]))),
        arguments(
            "streams that are reset for a fault",
            (Flood)
                i ->
                    both(
                        RawH2.frame(RawH2.HEADERS, RawH2.END_HEADERS, 2 * i + 1, head),
                        RawH2.frame(RawH2.WINDOW_UPDATE, 0, 2 * i + 1, new byte[4]))),
        arguments(
            "a head without an end",
            (Flood) i -> RawH2.frame(i == 0 ? RawH2.HEADERS : RawH2.CONTINUATION, 0, 1, filler)),
        arguments(
            "a head of nothing without an end",
            (Flood) i -> RawH2.frame(i == 0 ? RawH2.HEADERS : RawH2.CONTINUATION, 0, 1, NONE)),
        arguments("pings", (Flood) i -> RawH2.frame(RawH2.PING, 0, 0, new byte[8])),
        arguments(
            "settings",
            (Flood) i -> RawH2.frame(RawH2.SETTINGS, 0, 0, setting(MAX_FRAME_SIZE, 16_384 + i))),
        arguments(
            "data of nothing",
            (Flood)
                i ->
                    i == 0
                        ? RawH2.frame(RawH2.HEADERS, RawH2.END_HEADERS, 1, head)
                        : RawH2.frame(RawH2.DATA, 0, 1, NONE)));
  }

  private static byte[] both(byte[] one, byte[] two) {
    return ByteBuffer.allocate(one.length + two.length).put(one).put(two).array();
  }

  private static byte[] setting(int name, int value) {
    return ByteBuffer.allocate(6).putShort((short) name).putInt(value).array();
  }

  /// Whoever does not read is cut too: else what waits to be sent would grow without an end.
  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void aFloodIsCut(String what, Flood flood) throws Exception {
    try (RawH2 connection = new RawH2(port)) {
      connection.readMillisMax(5_000);
      boolean cut = false;
      try {
        for (int i = 0; i < FRAMES_MAX; i++) {
          connection.send(flood.frame(i));
        }
      } catch (SocketException | SSLException e) {
        cut = true;
      }
      if (!cut) {
        connection.untilClosed();
      }
    }
  }

  static Stream<Arguments> nonsense() {
    byte[] head = RawH2.block(RawH2.POST);
    return Stream.of(
        arguments("data of no stream", RawH2.frame(RawH2.DATA, 0, 0, (byte) 1)),
        arguments("data of an idle stream", RawH2.frame(RawH2.DATA, 0, 9, (byte) 1)),
        arguments("an even stream", RawH2.frame(RawH2.HEADERS, RawH2.WHOLE, 2, head)),
        arguments("head of no stream", RawH2.frame(RawH2.HEADERS, RawH2.WHOLE, 0, head)),
        arguments("a frame too long", RawH2.frame(RawH2.DATA, 0, 1, new byte[16_385])),
        arguments("a push", RawH2.frame(RawH2.PUSH_PROMISE, RawH2.END_HEADERS, 1, new byte[8])),
        arguments("continuation of nothing", RawH2.frame(RawH2.CONTINUATION, 4, 1, head)),
        arguments(
            "padding longer than the frame",
            RawH2.frame(RawH2.HEADERS, RawH2.WHOLE | 8, 1, (byte) 200, (byte) 0)),
        arguments(
            "an index that is none",
            RawH2.frame(RawH2.HEADERS, RawH2.WHOLE, 1, (byte) 0xff, (byte) 0x7f)),
        arguments(
            "an index without an end",
            RawH2.frame(RawH2.HEADERS, RawH2.WHOLE, 1, filled(64, (byte) 0xff))),
        arguments(
            "a table that was not agreed to",
            RawH2.frame(RawH2.HEADERS, RawH2.WHOLE, 1, (byte) 0x3f, (byte) 0xff, (byte) 0x1f)),
        arguments(
            "a name longer than its block",
            RawH2.frame(RawH2.HEADERS, RawH2.WHOLE, 1, (byte) 0, (byte) 100, (byte) 'a')),
        arguments("a short ping", RawH2.frame(RawH2.PING, 0, 0, new byte[7])),
        arguments("a window of nothing", RawH2.frame(RawH2.WINDOW_UPDATE, 0, 0, new byte[4])),
        arguments(
            "settings that are no multiple of six", RawH2.frame(RawH2.SETTINGS, 0, 0, new byte[5])),
        arguments(
            "a window beyond 31 bits",
            RawH2.frame(RawH2.SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, -1))),
        arguments(
            "frames of no bytes", RawH2.frame(RawH2.SETTINGS, 0, 0, setting(MAX_FRAME_SIZE, 0))),
        arguments("going away, and then nothing", RawH2.frame(RawH2.GOAWAY, 0, 0, new byte[8])),
        arguments(
            "another protocol",
            "GET / HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
        arguments("zeros", new byte[100]));
  }

  private static byte[] filled(int length, byte with) {
    byte[] all = new byte[length];
    Arrays.fill(all, with);
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nonsense")
  void nonsenseEndsTheConnection(String what, byte[] bytes) throws Exception {
    try (RawH2 connection = new RawH2(port)) {
      connection.readMillisMax(8_000);
      connection.send(bytes);
      assertThat(connection.answer(1)).isIn(RawH2.CLOSED, RawH2.RESET);
      if (!what.startsWith("head")) {
        connection.untilClosed();
      }
    }
  }

  @Test
  void streamsBeyondTheLimitAreRefused() throws Exception {
    try (RawH2 connection = new RawH2(port)) {
      byte[] head = RawH2.block(RawH2.POST);
      for (int i = 0; i <= 128; i++) {
        connection.send(RawH2.HEADERS, RawH2.END_HEADERS, 2 * i + 1, head);
      }
      assertThat(connection.answer(257)).isIn(RawH2.RESET, RawH2.CLOSED);
    }
  }

  @Test
  void aCallerThatTakesNoAnswerIsCut() throws Exception {
    try (RawH2 connection = new RawH2(port, INITIAL_WINDOW_SIZE, 0)) {
      connection.readMillisMax(10_000);
      for (int i = 0; i < 100; i++) {
        connection.request(2 * i + 1, RawH2.POST, "abc");
      }
      connection.untilClosed();
    }
  }

  @Test
  void aBodyThatDripsIsRefused() throws Exception {
    try (RawH2 connection = new RawH2(port)) {
      connection.send(RawH2.HEADERS, RawH2.END_HEADERS, 1, RawH2.block(RawH2.POST));
      connection.readMillisMax(300);
      String answer = "";
      for (int i = 0; i < 40 && answer.isEmpty(); i++) {
        connection.send(RawH2.DATA, 0, 1, (byte) 'a');
        try {
          answer = connection.answer(1);
        } catch (SocketTimeoutException e) {
          answer = "";
        }
      }
      assertThat(answer).isIn("408", RawH2.RESET, RawH2.CLOSED);
    }
  }

  @Test
  void aHeadThatDoesNotEndIsCut() throws Exception {
    try (RawH2 connection = new RawH2(port)) {
      connection.readMillisMax(10_000);
      connection.send(RawH2.HEADERS, 0, 1, RawH2.block(RawH2.POST));
      assertThat(connection.answer(1)).isEqualTo(RawH2.CLOSED);
    }
  }

  @Test
  void aLongBodyInFramesOfOneByteIsServed() throws Exception {
    try (RawH2 connection = new RawH2(port)) {
      byte[][] frames = new byte[5_002][];
      frames[0] = RawH2.frame(RawH2.HEADERS, RawH2.END_HEADERS, 1, RawH2.block(RawH2.POST));
      for (int i = 1; i <= 5_000; i++) {
        frames[i] = RawH2.frame(RawH2.DATA, 0, 1, (byte) 'a');
      }
      frames[5_001] = RawH2.frame(RawH2.DATA, RawH2.END_STREAM, 1, NONE);
      connection.send(frames);
      assertThat(connection.answer(1)).isEqualTo("200");
    }
  }

  @Test
  void aHeadOverTheLimitIsRefused() throws Exception {
    String[] many = new String[40];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = "x-" + i;
      many[i + 1] = "b".repeat(5_000);
    }
    try (RawH2 connection = new RawH2(port)) {
      byte[] block = RawH2.block(RawH2.post(many));
      int stream = 1;
      for (int at = 0; at < block.length; at += 16_000) {
        int end = Math.min(block.length, at + 16_000);
        connection.send(
            at == 0 ? RawH2.HEADERS : RawH2.CONTINUATION,
            (at == 0 ? RawH2.END_STREAM : 0) | (end == block.length ? RawH2.END_HEADERS : 0),
            stream,
            Arrays.copyOfRange(block, at, end));
      }
      assertThat(connection.answer(stream)).isIn("431", RawH2.RESET, RawH2.CLOSED);
    }
  }
}
