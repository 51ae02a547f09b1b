package coffer.model;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// One address or CIDR block, v4 or v6, as a network rule names it.
///
/// @param bits how many leading bits must be equal
public record AddressRange(byte[] network, int bits) {
  /// Four decimal numbers without leading zeros, which some read as octal; or what holds a colon.
  /// Nothing that a resolver could take for a host name.
  private static final Pattern LITERAL =
      Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private static final Pattern PREFIX = Pattern.compile("0|[1-9]\\d{0,2}");
  private static final int MAPPED_BITS = 96;

  /// Refuses what is not an address or block literal, naming `SourcePrivateIp`.
  public static AddressRange parse(String text) {
    return find(text).orElseThrow(() -> KmsException.invalid("SourcePrivateIp"));
  }

  /// Empty for what is not an address or block literal.
  public static Optional<AddressRange> find(String text) {
    return tryParse(text.strip());
  }

  public boolean contains(InetAddress address) {
    byte[] candidate = address.getAddress();
    if (candidate.length != network.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (candidate[i] != network[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    int mask = 0xff << (8 - rest);
    return rest == 0 || (candidate[whole] & mask) == (network[whole] & mask);
  }

  private static Optional<AddressRange> tryParse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (address.length() > 45 || !LITERAL.matcher(address).matches()) {
      return Optional.empty();
    }
    try {
      byte[] network = InetAddress.ofLiteral(address).getAddress();
      boolean mapped = network.length == 4 && address.indexOf(':') >= 0;
      int before = mapped ? MAPPED_BITS : 0;
      int bits = slash < 0 ? network.length * 8 : prefix(text.substring(slash + 1)) - before;
      return bits >= 0 && bits <= network.length * 8
          ? Optional.of(new AddressRange(network, bits))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int prefix(String text) {
    return PREFIX.matcher(text).matches() ? Integer.parseInt(text) : -1;
  }
}
