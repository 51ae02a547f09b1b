package coffer.http;

import coffer.fuzz.FuzzTarget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// What proxies say of a caller.
public final class ForwardedTargets {
  private static final InetAddress PROXY = InetAddress.ofLiteral("10.0.0.1");
  private static final InetAddress STRANGER = InetAddress.ofLiteral("203.0.113.9");
  private static final InetAddress CALLER = InetAddress.ofLiteral("192.0.2.7");
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  private static final TrustedProxies PROXIES =
      new TrustedProxies(address -> address.getAddress()[0] == 10);

  /// How TLS begins.
  private static final String TLS = "\u0016\u0003\u0001";

  private ForwardedTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("forwarded-for", TrustedProxies.class, ForwardedTargets::source)
            .from("192.0.2.7", "1.1.1.1, 192.0.2.7:4711, 10.0.0.2", "[2001:db8::7]:443, ::1")
            .words(
                ",", ":", "[", "]", "%eth0", "::ffff:", "10.0.0.1", "256", "0x7f", "\u0000", " "),
        FuzzTarget.of("proxy-header", ProxyHeader.class, ForwardedTargets::header)
            .from(
                "PROXY TCP4 192.0.2.7 198.51.100.1 4153 443\r\n" + TLS,
                "PROXY TCP6 2001:db8::7 2001:db8::1 4153 443\r\n" + TLS,
                TLS)
            .from(v2("2111000cc0000207c6336401103901bb"), v2("20000000"))
            .words("PROXY ", "TCP4 ", "TCP6 ", "UNKNOWN", "\r\n", " ", "65536", "::", TLS));
  }

  private static byte[] v2(String hex) {
    return HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + hex);
  }

  /// What comes in two pieces. Whatever does not begin as a header goes on as it is and tells
  /// nothing; what does is a whole header, or closes the connection, or waits for its end.
  private static void header(byte[] input) {
    List<InetAddress> told = new ArrayList<>();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new ProxyHeader(source -> {
              told.add(source);
              return true;
            }));
    int half = input.length / 2;
    Object _ = channel.writeInbound(Unpooled.copiedBuffer(input, 0, half));
    if (channel.isOpen()) {
      Object _ = channel.writeInbound(Unpooled.copiedBuffer(input, half, input.length - half));
    }
    boolean wasOpen = channel.isOpen();
    Object _ = channel.finish();
    ByteBuf passed = Unpooled.buffer();
    for (Object more = channel.readInbound(); more != null; more = channel.readInbound()) {
      ByteBuf bytes = (ByteBuf) more;
      passed.writeBytes(bytes);
      bytes.release();
    }
    require(told.size() <= 1);
    if (input.length > 0 && input[0] != 'P' && input[0] != '\r') {
      require(told.isEmpty() && wasOpen);
      require(MessageDigest.isEqual(ByteBufUtil.getBytes(passed), input));
    }
  }

  /// Lines of the header by line feeds. A stranger's word is never believed, and nothing that a
  /// caller writes outweighs what the trusted proxy adds behind it.
  private static void source(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    List<Map.Entry<String, String>> headers =
        text.lines().map(line -> Map.entry(FORWARDED_FOR, line)).toList();
    require(PROXIES.source(STRANGER, headers).equals(STRANGER));
    InetAddress believed = PROXIES.source(PROXY, headers);
    require(believed.getAddress().length == 4 || believed.getAddress().length == 16);
    List<Map.Entry<String, String>> added = List.of(Map.entry(FORWARDED_FOR, text + ",192.0.2.7"));
    require(PROXIES.source(PROXY, added).equals(CALLER));
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("a forged source");
    }
  }
}
