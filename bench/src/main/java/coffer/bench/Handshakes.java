package coffer.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// New TLS connections in closed loops, all on one thread: connect, shake hands, close, again.
/// Every handshake must be a full one, or the run fails.
final class Handshakes implements AutoCloseable {
  private static final int END_SECONDS_MAX = 10;

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Bootstrap bootstrap;
  private final SslContext tls;
  private final String host;
  private final int port;
  private final CompletableFuture<String> failure = new CompletableFuture<>();

  // Changed on the one thread only.
  private Histogram latencies = new Histogram();
  private volatile boolean stopping;
  private int resumed;

  /// @param keyExchange the only group that is offered
  Handshakes(URI endpoint, Path ca, String keyExchange) throws IOException {
    this.host = endpoint.getHost();
    this.port = endpoint.getPort();
    this.tls =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL)
            .trustManager(ca.toFile())
            .option(OpenSslContextOption.GROUPS, new String[] {keyExchange})
            .build();
    ((OpenSslSessionContext) tls.sessionContext()).setSessionCacheEnabled(false);
    this.bootstrap =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            tls.newHandler(channel.alloc(), host, port),
                            new Ending(System.nanoTime()));
                  }
                });
  }

  LoadClient.Measured measure(int connections, long warmUpMillis, long millis, ServerCpu cpu)
      throws IOException, InterruptedException {
    for (int i = 0; i < connections; i++) {
      connect();
    }
    pause(warmUpMillis);
    run(() -> {
      latencies = new Histogram();
      resumed = 0;
    });
    long started = System.nanoTime();
    long cpuBefore = cpu.nanos();
    pause(millis);
    Histogram measured = latencies;
    long cpuUsed = cpu.nanos() - cpuBefore;
    long wall = System.nanoTime() - started;
    run(() -> {
      latencies = new Histogram();
      stopping = true;
      if (resumed > 0) {
        failure.complete(resumed + " of " + measured.total() + " handshakes were not full");
      }
    });
    pause(TimeUnit.SECONDS.toMillis(1));
    return new LoadClient.Measured(measured, wall, cpuUsed);
  }

  private void connect() {
    ChannelFuture connecting = bootstrap.connect(host, port);
    connecting.addListener(_ -> {
      if (!connecting.isSuccess()) {
        failure.complete("cannot connect: " + connecting.cause());
        return;
      }
      connecting
          .channel()
          .closeFuture()
          .addListener(_ -> {
            if (!stopping) {
              connect();
            }
          });
    });
  }

  private final class Ending extends ChannelInboundHandlerAdapter {
    private final long begun;

    Ending(long begun) {
      this.begun = begun;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
          latencies.add(System.nanoTime() - begun);
          var engine =
              (ReferenceCountedOpenSslEngine) context.pipeline().get(SslHandler.class).engine();
          if (SSL.isSessionReused(engine.sslPointer())) {
            resumed++;
          }
          ChannelFuture _ = context.close();
        } else {
          failure.complete("TLS failed: " + handshake.cause());
        }
      }
      context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      failure.complete(String.valueOf(cause.getMessage()));
      ChannelFuture _ = context.close();
    }
  }

  private void run(Runnable task) throws IOException, InterruptedException {
    try {
      group.next().submit(task).get(END_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the load's thread does not answer", e);
    }
  }

  private void pause(long millis) throws IOException, InterruptedException {
    try {
      throw new IOException(failure.get(millis, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      // Nothing failed meanwhile: what was hoped for.
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed so", e);
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
