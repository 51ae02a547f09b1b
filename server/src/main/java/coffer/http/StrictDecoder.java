package coffer.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads HTTP/1 heads, and refuses whatever two readers could take for different requests. What it
/// throws makes the message invalid: it is refused, nothing after it is read, and the connection
/// ends.
final class StrictDecoder extends HttpRequestDecoder {
  private static final int FIRST_BYTES = 1024;
  private static final byte[] NONE = {};

  /// Where the superclass gathers each line, for as long as the connection lives. Queries hold
  /// plaintexts.
  private byte[] lines = NONE;

  StrictDecoder(HttpLimits limits) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.requestLineBytesMax())
            .setMaxHeaderSize(limits.headerBytesMax())
            .setInitialBufferSize(FIRST_BYTES)
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true)
            .setAllowDuplicateContentLengths(false)
            .setHeadersFactory(new VertxHeaders()));
  }

  /// The only kind that Vert.x does not wrap.
  private static final class VertxHeaders
      implements io.netty.handler.codec.http.HttpHeadersFactory {
    @Override
    public HttpHeaders newHeaders() {
      return (HttpHeaders) io.vertx.core.http.HttpHeaders.headers();
    }

    @Override
    public HttpHeaders newEmptyHeaders() {
      return newHeaders();
    }
  }

  /// Bodies leave as copies on the heap. Vert.x copies and gives back only what comes of Netty's
  /// own pools; anything else it would keep.
  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    int before = out.size();
    super.decode(context, buffer, out);
    for (int i = before; i < out.size(); i++) {
      if (out.get(i) instanceof HttpContent part && part.content().isReadable()) {
        ByteBuf lent = part.content();
        out.set(i, part.replace(Unpooled.copiedBuffer(lent)));
        lent.release();
      }
    }
  }

  @Override
  protected @Nullable String splitFirstWordInitialLine(byte[] line, int start, int length) {
    remember(line);
    int end = start + length;
    if (end + 1 >= line.length || line[end] != ' ' || line[end + 1] == ' ') {
      throw new IllegalArgumentException("not one space after the method");
    }
    return super.splitFirstWordInitialLine(line, start, length);
  }

  @Override
  protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
    if (start < 2 || line[start - 1] != ' ' || line[start - 2] == ' ') {
      throw new IllegalArgumentException("not one space before the version");
    }
    String version = super.splitThirdWordInitialLine(line, start, length);
    if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
      throw new IllegalArgumentException("a version that is not spoken here");
    }
    return version;
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    remember(line);
    return super.splitHeaderName(line, start, length);
  }

  @SuppressWarnings("ReferenceEquality") // Whether it is the same array, not an equal one.
  private void remember(byte[] line) {
    if (line != lines) {
      wipe();
      lines = line;
    }
  }

  private void wipe() {
    Arrays.fill(lines, (byte) 0);
  }

  /// The superclass asks this first of a whole head.
  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    wipe();
    check((HttpRequest) message);
    return false;
  }

  @Override
  protected HttpMessage createInvalidMessage() {
    wipe();
    return super.createInvalidMessage();
  }

  private static void check(HttpRequest request) {
    HttpHeaders headers = request.headers();
    Heads.checkFields(headers);
    checkFraming(request.protocolVersion(), headers);
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      throw new IllegalArgumentException("no Host");
    }
    Heads.checkHosts(hosts);
    checkTarget(request, hosts);
  }

  /// RFC 9112 §6.1: one or the other tells the length, and only `chunked` is understood.
  private static void checkFraming(HttpVersion version, HttpHeaders headers) {
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (codings.isEmpty()) {
      return;
    }
    if (codings.size() > 1
        || !codings.getFirst().equalsIgnoreCase("chunked")
        || headers.contains(HttpHeaderNames.CONTENT_LENGTH)
        || !version.equals(HttpVersion.HTTP_1_1)) {
      throw new IllegalArgumentException("the length of the body is in doubt");
    }
  }

  /// RFC 9112 §3.2: a target that names another host is for another server.
  private static void checkTarget(HttpRequest request, List<String> hosts) {
    String target = request.uri();
    if (!Heads.isPath(target, request.method().name())
        && !hosts.isEmpty()
        && !isOf(target, hosts.getFirst())) {
      throw new IllegalArgumentException("a target of another server");
    }
    Heads.checkTarget(target);
  }

  private static boolean isOf(String target, String host) {
    String origin = "https://" + host;
    return target.regionMatches(true, 0, origin, 0, origin.length())
        && (target.length() == origin.length() || target.charAt(origin.length()) == '/');
  }
}
