package coffer.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Memory of connections: wiped, and given back whatever a request does.
class WipedMemoryTest {
  private static final WipedMemory MEMORY = WipedMemory.ALLOCATOR;
  private static final int MANY = 200;
  private static final int BODY_BYTES = 3_000;
  private static RawPort port;

  @BeforeAll
  static void start() throws IOException {
    port = new RawPort(HttpLimits.standard(), new EchoWire("only", ""));
  }

  @AfterAll
  static void stop() throws IOException {
    port.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300, 512, 2_048, 65_536, 65_537, 1_000_000})
  void nativeMemoryIsWipedWhenItIsGivenBack(int size) {
    long before = MEMORY.lentBytes();
    ByteBuf buffer = MEMORY.directBuffer(size);
    ByteBuffer seen = written(buffer, size);
    if (size <= 65_536) {
      assertThat(MEMORY.lentBytes()).isEqualTo(before + size);
      buffer.release();
      assertThat(seen.mismatch(ByteBuffer.allocate(size))).isEqualTo(-1);
    } else {
      // Unmapped when it is given back: to look would crash.
      buffer.release();
    }
    assertThat(MEMORY.lentBytes()).isEqualTo(before);
  }

  @Test
  void memoryThatGrewIsWipedWhereItWas() {
    long before = MEMORY.lentBytes();
    ByteBuf buffer = MEMORY.directBuffer(600);
    ByteBuffer first = written(buffer, 600);
    buffer.writeZero(1_000);
    assertThat(buffer.getByte(0)).isEqualTo((byte) 'x');
    assertThat(first.mismatch(ByteBuffer.allocate(600))).isEqualTo(-1);
    ByteBuffer second = buffer.nioBuffer(0, 600);
    buffer.release();
    assertThat(second.mismatch(ByteBuffer.allocate(600))).isEqualTo(-1);
    assertThat(MEMORY.lentBytes()).isEqualTo(before);
  }

  @Test
  void memoryIsUsedAgain() {
    ByteBuf one = MEMORY.directBuffer(2_000);
    long address = one.memoryAddress();
    one.release();
    ByteBuf two = MEMORY.directBuffer(1_500);
    assertThat(two.memoryAddress()).isEqualTo(address);
    assertThat(two.writerIndex()).isZero();
    two.release();
  }

  @Test
  void arraysAreWipedWhenTheyAreGivenBack() {
    ByteBuf buffer = MEMORY.heapBuffer(100);
    byte[] array = buffer.writeZero(50).setByte(7, 'x').array();
    buffer.release();
    assertThat(array).containsOnly(0);
  }

  private static ByteBuffer written(ByteBuf buffer, int size) {
    for (int i = 0; i < size; i++) {
      buffer.writeByte('x');
    }
    return buffer.nioBuffer(0, size);
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void requestsGiveBackWhatTheyWereReadInto(HttpClient.Version version) throws Exception {
    long before = MEMORY.lentBytes();
    try (HttpClient client =
        HttpClient.newBuilder().version(version).sslContext(RawPort.CERTIFICATE.trust()).build()) {
      for (int i = 0; i < MANY; i++) {
        byte[] body = new byte[BODY_BYTES * (1 + i % 5)];
        HttpResponse<byte[]> answer =
            client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + port.server.port()))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.body()).hasSameSizeAs(body);
      }
    }
    awaitLent(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
            + "5\r\nabcde\r\n3\r\nabc\r\n0\r\n\r\nrest",
        "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\nwhat\r\n",
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 90000000\r\n\r\nabc",
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\nabc",
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\naPOST / HTTP/1.1\r\nhost: y",
        "POST /bug HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\naGET x",
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcdef",
        "POST / HTTP/1.1\r\nhost: x\r\nexpect: a pony\r\ncontent-length: 6\r\n\r\nabcdef"
      })
  void soDoThoseThatAreRefusedOrNeverEnd(String bytes) throws Exception {
    long before = MEMORY.lentBytes();
    for (int i = 0; i < 10; i++) {
      try (SSLSocket socket = port.connect()) {
        RawPort.send(socket, bytes);
        Thread.sleep(5);
      }
    }
    awaitLent(before);
  }

  private static void awaitLent(long expected) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (MEMORY.lentBytes() != expected && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(MEMORY.lentBytes()).isEqualTo(expected);
  }
}
