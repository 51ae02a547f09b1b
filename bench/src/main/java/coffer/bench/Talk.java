package coffer.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/// One connection: writes a request, reads its answer whole, and at once writes the next. Reads no
/// more of HTTP than it must, so that the client costs little.
final class Talk extends ChannelInboundHandlerAdapter {
  private static final int ANSWER_BYTES_MAX = 64 * 1024;
  private static final int MESSAGE_CHARS_MAX = 400;
  private static final String GOOD = "HTTP/1.1 200";

  private final Load load;
  private final Consumer<String> failed;
  private final byte[] received = new byte[ANSWER_BYTES_MAX];
  private int length;
  private int bodyAt;
  private int end;
  private long sent;

  /// @param failed told once what went wrong
  Talk(Load load, Consumer<String> failed) {
    this.load = load;
    this.failed = failed;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        send(context);
      } else {
        failed.accept("TLS failed: " + handshake.cause());
      }
    }
    context.fireUserEventTriggered(event);
  }

  private void send(ChannelHandlerContext context) {
    if (!load.wantsMore()) {
      ChannelFuture _ = context.close();
      return;
    }
    length = 0;
    bodyAt = 0;
    sent = System.nanoTime();
    ChannelFuture _ =
        context.writeAndFlush(
            Unpooled.wrappedBuffer(load.requests().next()), context.channel().voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      int more = bytes.readableBytes();
      if (more > received.length - length) {
        throw new IllegalStateException("an answer is longer than " + ANSWER_BYTES_MAX + " bytes");
      }
      bytes.readBytes(received, length, more);
      length += more;
    } finally {
      bytes.release();
    }
    if (bodyAt == 0) {
      readHead();
    }
    if (bodyAt > 0 && length >= end) {
      load.answered().answered(System.nanoTime() - sent, received, bodyAt, end - bodyAt);
      send(context);
    }
  }

  private void readHead() {
    for (int i = 3; i < length; i++) {
      if (received[i] == '\n' && received[i - 1] == '\r' && received[i - 2] == '\n') {
        String head = new String(received, 0, i + 1, StandardCharsets.ISO_8859_1);
        bodyAt = i + 1;
        end = bodyAt + contentLength(head);
        if (!head.startsWith(GOOD) || end == bodyAt) {
          String rest = new String(received, bodyAt, length - bodyAt, StandardCharsets.UTF_8);
          String text = head.lines().findFirst().orElse("") + " " + rest;
          throw new IllegalStateException(
              text.substring(0, Math.min(text.length(), MESSAGE_CHARS_MAX)));
        }
        return;
      }
    }
  }

  private static int contentLength(String head) {
    String name = "\r\ncontent-length:";
    int at = head.toLowerCase(Locale.ROOT).indexOf(name);
    if (at < 0) {
      throw new IllegalStateException("an answer without Content-Length");
    }
    int from = at + name.length();
    return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).trim());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (load.wantsMore()) {
      failed.accept("the server closed a connection");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failed.accept(String.valueOf(cause.getMessage()));
    ChannelFuture _ = context.close();
  }
}
