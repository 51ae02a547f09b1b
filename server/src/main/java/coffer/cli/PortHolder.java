package coffer.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which process listens on a port, from Linux's /proc.
final class PortHolder {
  private static final String LISTENING = "0A";

  private PortHolder() {}

  /// Empty when nobody does, or when this user may not look.
  static Optional<Long> find(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try {
        sockets.addAll(sockets(Files.readAllLines(Path.of(table)), port));
      } catch (IOException e) {
        // Not Linux, or no IPv6: the other table, or nobody, answers.
      }
    }
    return sockets.isEmpty() ? Optional.empty() : holder(sockets);
  }

  /// Links of sockets, as /proc shows them, that listen on the port.
  static Set<String> sockets(List<String> table, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    Set<String> found = new HashSet<>();
    for (String line : table) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTENING)) {
        found.add("socket:[" + columns[9] + "]");
      }
    }
    return found;
  }

  private static Optional<Long> holder(Set<String> sockets) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> holds(Path.of("/proc", Long.toString(pid), "fd"), sockets))
        .findFirst();
  }

  private static boolean holds(Path descriptors, Set<String> sockets) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : all) {
        if (sockets.contains(target(descriptor))) {
          return true;
        }
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
