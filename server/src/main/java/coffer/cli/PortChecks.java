package coffer.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/// Whether a port is free, and whose it is when not.
final class PortChecks {
  private PortChecks() {}

  /// @param server process id of a server that runs on this data directory
  static Finding port(String what, int port, Optional<Long> server) {
    if (isFree(port)) {
      return Finding.ok(what, "free");
    }
    Optional<Long> holder = PortHolder.find(port);
    if (server.isPresent() && (holder.isEmpty() || holder.equals(server))) {
      return Finding.ok(what, "this server, pid " + server.get());
    }
    String who =
        holder.map(pid -> name(pid) + ", pid " + pid).orElse("a process that only root can name");
    return Finding.fail(what, "taken by " + who, "stop it, or start with another port");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String name(long pid) {
    return ProcessHandle.of(pid).flatMap(p -> p.info().command()).orElse("a process");
  }
}
