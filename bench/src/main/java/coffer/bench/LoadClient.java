package coffer.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Keep-alive TLS connections in closed loops, all on one thread.
final class LoadClient implements AutoCloseable {
  private static final int ANSWER_SECONDS_MAX = 30;
  private static final int COLLECTING_CONNECTIONS = 8;
  private static final int COLLECTING_SECONDS_MAX = 600;
  private static final int COMPILING_SECONDS_MAX = 60;
  private static final long COMPILING_NANOS_PER_SECOND_MAX = 30_000_000;

  private final URI endpoint;
  private final SslContext tls;
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();

  /// What a measured time gave.
  ///
  /// @param serverCpuNanos what the server used of all processors
  record Measured(Histogram latencies, long wallNanos, long serverCpuNanos) {}

  LoadClient(URI endpoint, Path ca) throws IOException {
    this.endpoint = endpoint;
    this.tls =
        SslContextBuilder.forClient()
            .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
            .trustManager(ca.toFile())
            .build();
  }

  /// Lets the server run warm, for so long and until it has compiled what runs often; then
  /// measures. Throws on the first answer that is not a good one.
  Measured measure(
      Requests requests, int connections, long warmUpMillis, long millis, ServerCpu cpu)
      throws IOException, InterruptedException {
    Meter meter = new Meter();
    CompletableFuture<String> failure = new CompletableFuture<>();
    List<Channel> channels = open(new Load(requests, meter, meter), connections, failure);
    pause(warmUpMillis, failure);
    awaitCompiled(cpu, failure);
    run(() -> meter.latencies = new Histogram());
    long started = System.nanoTime();
    long cpuBefore = cpu.nanos();
    pause(millis, failure);
    Histogram latencies = meter.latencies;
    long cpuUsed = cpu.nanos() - cpuBefore;
    long wall = System.nanoTime() - started;
    run(() -> {
      meter.latencies = new Histogram();
      meter.stopping = true;
    });
    awaitClosed(channels, failure, ANSWER_SECONDS_MAX);
    return new Measured(latencies, wall, cpuUsed);
  }

  /// Sends so many requests and keeps the bodies of their answers, in the order they came.
  byte[][] collect(Requests requests, int count) throws IOException, InterruptedException {
    byte[][] bodies = new byte[count][];
    int[] got = new int[1];
    Answered keep =
        (_, buffer, from, length) ->
            bodies[got[0]++] = Arrays.copyOfRange(buffer, from, from + length);
    send(requests, count, COLLECTING_CONNECTIONS, keep);
    return bodies;
  }

  /// Sends so many requests once, without warming up.
  Measured once(Requests requests, int count, int connections, Answered each, ServerCpu cpu)
      throws IOException, InterruptedException {
    Histogram latencies = new Histogram();
    long started = System.nanoTime();
    long cpuBefore = cpu.nanos();
    send(
        requests,
        count,
        connections,
        (nanos, buffer, from, length) -> {
          latencies.add(nanos);
          each.answered(nanos, buffer, from, length);
        });
    return new Measured(latencies, System.nanoTime() - started, cpu.nanos() - cpuBefore);
  }

  private void send(Requests requests, int count, int connections, Answered answered)
      throws IOException, InterruptedException {
    int[] sent = new int[1];
    Requests counted =
        () -> {
          sent[0]++;
          return requests.next();
        };
    CompletableFuture<String> failure = new CompletableFuture<>();
    List<Channel> channels =
        open(new Load(counted, answered, () -> sent[0] < count), connections, failure);
    awaitClosed(channels, failure, COLLECTING_SECONDS_MAX);
  }

  private List<Channel> open(Load load, int connections, CompletableFuture<String> failure)
      throws IOException {
    String host = endpoint.getHost();
    int port = endpoint.getPort();
    Bootstrap bootstrap =
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
                        .addLast(tls.newHandler(channel.alloc(), host, port))
                        .addLast(new Talk(load, failure::complete));
                  }
                });
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      var connecting = bootstrap.connect(host, port).awaitUninterruptibly();
      if (!connecting.isSuccess()) {
        throw new IOException("cannot connect to " + endpoint, connecting.cause());
      }
      channels.add(connecting.channel());
    }
    return channels;
  }

  private void run(Runnable task) throws IOException, InterruptedException {
    try {
      loop.submit(task).get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the load's thread does not answer", e);
    }
  }

  /// A server that just started spends more on compiling than on serving, for a while.
  private static void awaitCompiled(ServerCpu cpu, CompletableFuture<String> failure)
      throws IOException, InterruptedException {
    long before = cpu.compilerNanos();
    for (int i = 0; i < COMPILING_SECONDS_MAX; i++) {
      pause(TimeUnit.SECONDS.toMillis(1), failure);
      long now = cpu.compilerNanos();
      if (now - before <= COMPILING_NANOS_PER_SECOND_MAX) {
        return;
      }
      before = now;
    }
  }

  private static void pause(long millis, CompletableFuture<String> failure)
      throws IOException, InterruptedException {
    try {
      throw new IOException(failure.get(millis, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      // Nothing failed meanwhile: what was hoped for.
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed so", e);
    }
  }

  private static void awaitClosed(
      List<Channel> channels, CompletableFuture<String> failure, int secondsMax)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
    for (Channel channel : channels) {
      long left = Math.max(1, deadline - System.nanoTime());
      if (!channel.closeFuture().await(left, TimeUnit.NANOSECONDS)) {
        throw new IOException("an answer did not come in time");
      }
    }
    if (failure.isDone()) {
      throw new IOException(failure.join());
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /// Changed on the load's thread only.
  private static final class Meter implements Answered, Load.Limit {
    private volatile Histogram latencies = new Histogram();
    private volatile boolean stopping;

    @Override
    public void answered(long nanos, byte[] buffer, int from, int length) {
      latencies.add(nanos);
    }

    @Override
    public boolean wantsMore() {
      return !stopping;
    }
  }
}
