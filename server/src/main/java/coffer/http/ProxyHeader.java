package coffer.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.TransportProtocol;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The header of the PROXY protocol, version 1 or 2, that may stand before the TLS of a connection
/// from a trusted proxy; nobody else's connection has this handler, so that theirs is no TLS. A
/// first byte of TLS is never one of the header, so one byte tells whether there is a header. How
/// long it may take to come is the hand-shake's limit, which runs already.
final class ProxyHeader extends ByteToMessageDecoder {
  private static final int VERSION_1 = 'P';
  private static final int VERSION_2 = '\r';
  private static final char ZONE = '%';

  /// What proxies add about the caller's own connection; it is not looked at.
  private static final int EXTRA_BYTES_MAX = 1024;

  private final Predicate<InetAddress> admits;

  /// @param admits is told the caller's address, and whether it may come in
  ProxyHeader(Predicate<InetAddress> admits) {
    this.admits = admits;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int first = in.getUnsignedByte(in.readerIndex());
    ChannelPipeline pipeline = context.pipeline();
    if (first == VERSION_1 || first == VERSION_2) {
      Told told = new Told();
      pipeline.addAfter(context.name(), null, told);
      pipeline.addAfter(context.name(), null, new HAProxyMessageDecoder(EXTRA_BYTES_MAX));
    }
    // What was read goes on to whoever is next now.
    pipeline.remove(this);
  }

  /// Takes the header out of the stream, and lets everything else pass.
  private final class Told extends SimpleChannelInboundHandler<HAProxyMessage> {
    private boolean heard;

    @Override
    protected void channelRead0(ChannelHandlerContext context, HAProxyMessage header) {
      Optional<InetAddress> source = source(header);
      heard = true;
      if (header.proxiedProtocol().transportProtocol() == TransportProtocol.DGRAM
          || source.filter(admits.negate()).isPresent()) {
        Object _ = context.close();
      }
    }

    /// Refused is what is no header, or tells no address; then nothing more is believed, or read.
    /// The decoder may find fault with a header again when its connection closes, even with one
    /// that was taken.
    @Override
    @SuppressWarnings("deprecation") // Overridden in the class that it is deprecated for.
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (heard && !(cause instanceof DecoderException)) {
        context.fireExceptionCaught(cause);
      } else {
        Object _ = context.close();
      }
    }
  }

  /// Empty for the proxy's own connections (LOCAL), and for callers without an address: then the
  /// connection is the proxy's. An address with a zone, which the decoder takes, is none.
  private static Optional<InetAddress> source(HAProxyMessage header) {
    AddressFamily family = header.proxiedProtocol().addressFamily();
    boolean isTold =
        header.command() == HAProxyCommand.PROXY
            && (family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6);
    if (!isTold) {
      return Optional.empty();
    }
    if (header.sourceAddress().indexOf(ZONE) >= 0) {
      throw new IllegalArgumentException("an address of a zone");
    }
    return Optional.of(InetAddress.ofLiteral(header.sourceAddress()));
  }
}
