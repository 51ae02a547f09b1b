package coffer.http;

import java.util.Map;

/// Keeps Netty's memory pools small. Its defaults reserve chunks per core and thread for servers
/// that move files; requests here are a few hundred bytes. Takes effect only before Netty's classes
/// load; what the command line sets wins.
final class NettyMemory {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "io.netty.allocator.type", "pooled",
          "io.netty.allocator.numDirectArenas", "2",
          "io.netty.allocator.numHeapArenas", "1",
          // Chunks of 8 KiB << 6 = 512 KiB instead of 4 MiB.
          "io.netty.allocator.maxOrder", "6",
          "io.netty.allocator.useCacheForAllThreads", "false",
          "io.netty.tryReflectionSetAccessible", "false");

  private NettyMemory() {}

  static void bound() {
    SETTINGS.forEach((name, value) -> {
      if (System.getProperty(name) == null) {
        System.setProperty(name, value);
      }
    });
  }
}
