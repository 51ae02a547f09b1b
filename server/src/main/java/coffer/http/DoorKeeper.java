package coffer.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.spi.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The JDK's sockets, with a door in front of each port that has one. Vert.x tells of a connection
/// only after its TLS hand-shake, which is what a flood would make us pay.
final class DoorKeeper implements Transport {
  private final Transport sockets = io.vertx.core.transport.Transport.NIO.implementation();
  private final ConcurrentMap<Integer, Door> doors = new ConcurrentHashMap<>();

  void put(int port, Door door) {
    doors.put(port, door);
  }

  void remove(int port) {
    doors.remove(port);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return sockets.ioHandlerFactory();
  }

  @Override
  @SuppressWarnings("deprecation") // Vert.x still asks by this type.
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return sockets.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return sockets.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return sockets.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return domainSocket ? sockets.serverChannelFactory(true) : Guarded::new;
  }

  /// A listening socket that asks the door of its port.
  private final class Guarded extends NioServerSocketChannel {
    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      int count = super.doReadMessages(accepted);
      Door door = doors.get(localAddress().getPort());
      if (count == 1 && door != null && !admit(door, (SocketChannel) accepted.getLast())) {
        accepted.removeLast();
        return 0;
      }
      return count;
    }

    private static boolean admit(Door door, SocketChannel connection) {
      InetSocketAddress remote = connection.remoteAddress();
      InetSocketAddress local = connection.localAddress();
      if (remote == null || local == null || !door.enter(remote.getAddress())) {
        connection.unsafe().closeForcibly();
        return false;
      }
      Line line = new Line(connection);
      door.add(line, remote, local);
      connection
          .closeFuture()
          .addListener(_ -> {
            door.remove(remote, local);
            door.leave(remote.getAddress());
          });
      connection.pipeline().addFirst(line);
      if (door.trusts(remote.getAddress())) {
        connection
            .pipeline()
            .addFirst(new ProxyHeader(source -> admit(door, connection, line, source)));
      }
      return true;
    }

    /// The caller behind a proxy, once it is known.
    private static boolean admit(
        Door door, SocketChannel connection, Line line, InetAddress source) {
      if (!door.count(source)) {
        return false;
      }
      connection.closeFuture().addListener(_ -> door.uncount(source));
      line.told(source);
      return true;
    }
  }
}
