package coffer.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.Optional;

/// The bytes under one connection: whether any came, and in what memory they are held. First in its
/// pipeline; on its event loop only.
final class Line extends ChannelInboundHandlerAdapter {
  private final Channel channel;
  private boolean heard;
  private boolean hungUp;
  private Optional<InetAddress> source = Optional.empty();

  Line(Channel channel) {
    this.channel = channel;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    // After the options of the server, so that nothing is read into memory that is not wiped.
    channel.config().setAllocator(WipedMemory.ALLOCATOR);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    heard = true;
    if (hungUp) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  /// Tells the other side that nothing more will be said. What it still says is dropped, unlooked
  /// at, until it closes too: a connection that is closed while bytes still come is reset, and the
  /// answer before that with it (RFC 9112 §9.6).
  void hangUp() {
    hungUp = true;
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    ChannelFuture said = tls == null ? channel.newSucceededFuture() : tls.closeOutbound();
    said.addListener(_ -> {
      if (channel instanceof DuplexChannel duplex) {
        var _ = duplex.shutdownOutput();
      }
    });
  }

  /// What a trusted proxy said before anything else came.
  void told(InetAddress address) {
    source = Optional.of(address);
  }

  /// Where the connection comes from, when it is told by a trusted proxy.
  Optional<InetAddress> source() {
    return source;
  }

  /// Whether bytes came since the last call.
  boolean heard() {
    boolean was = heard;
    heard = false;
    return was;
  }

  /// Reads heads strictly from now on, where HTTP/1 is spoken. Called before the first is read.
  void readStrictly(HttpLimits limits) {
    ChannelPipeline pipeline = channel.pipeline();
    if (pipeline.get(HttpRequestDecoder.class) != null) {
      String name = pipeline.context(HttpRequestDecoder.class).name();
      pipeline.replace(HttpRequestDecoder.class, name, new StrictDecoder(limits));
    }
  }

  /// Whether bytes that come while no request is open can only be a head.
  boolean readsHeads() {
    return channel.pipeline().get(StrictDecoder.class) != null;
  }
}
