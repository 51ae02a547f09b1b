package coffer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.testing.Seeds;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressRangeTest {
  @Test
  void aRangeContainsWhatItsLeadingBitsSay() {
    in("10.1.2.3", "10.1.2.3");
    out("10.1.2.3", "10.1.2.2", "10.1.2.4", "::1");
    in("10.0.0.0/8", "10.0.0.0", "10.255.255.255");
    out("10.0.0.0/8", "9.255.255.255", "11.0.0.0");
    in("10.1.2.3/8", "10.200.0.1");
    in("192.168.4.0/22", "192.168.4.0", "192.168.7.255");
    out("192.168.4.0/22", "192.168.3.255", "192.168.8.0");
    in("192.168.0.128/25", "192.168.0.255");
    out("192.168.0.128/25", "192.168.0.127");
    in("10.0.0.2/31", "10.0.0.3");
    out("10.0.0.2/31", "10.0.0.1", "10.0.0.4");
    in("10.0.0.2/32", "10.0.0.2");
    out("10.0.0.2/32", "10.0.0.3");
    in("0.0.0.0/0", "0.0.0.0", "255.255.255.255", "10.1.2.3");
    out("0.0.0.0/0", "::", "2001:db8::1");
    in("::1", "::1", "0:0:0:0:0:0:0:1");
    in("2001:db8::/32", "2001:db8::1", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff");
    out("2001:db8::/32", "2001:db9::", "2001:db7:ffff::");
    in("fe80::/10", "febf::1");
    out("fe80::/10", "fec0::1");
    in("::/0", "::", "ffff::");
    out("::/0", "10.1.2.3");
    in("2001:db8::1/128", "2001:db8::1");
    out("2001:db8::1/127", "2001:db8::2");
    in(" 10.1.2.3 ", "10.1.2.3");
  }

  @Test
  void anAddressMappedIntoV6IsTheV4Address() {
    in("::ffff:10.1.2.3", "10.1.2.3", "::ffff:10.1.2.3");
    in("10.1.2.3", "::ffff:10.1.2.3");
    in("::ffff:10.0.0.0/104", "10.9.9.9");
    out("::ffff:10.0.0.0/104", "11.0.0.0");
    refused("::ffff:10.0.0.0/8", "::ffff:10.0.0.0/95", "::ffff:10.0.0.0/129");
  }

  @Test
  void whatIsNoLiteralIsRefusedAndNeverResolved() {
    refused(
        "",
        "/",
        "/8",
        "localhost",
        "example.com",
        "1.2.3",
        "1.2",
        "2130706433",
        "016.0.0.1",
        "10.0.0.01",
        "10.0.0.256",
        "999.0.0.1",
        "10.0.0.1.1",
        "10.0.0.",
        ".10.0.0",
        "....",
        "0x7f.0.0.1",
        "10.0.0.1/33",
        "10.0.0.1/-1",
        "10.0.0.1/+8",
        "10.0.0.1/08",
        "10.0.0.1/",
        "10.0.0.1/8/8",
        "10.0.0.1/ 8",
        "10.0.0.1 /8x",
        "10.0.0.1/٨",
        "10.0.0.1\0",
        "10.0.0.1,10.0.0.2",
        "::1/129",
        "::1%lo",
        "fe80::1%eth0",
        "[::1]",
        ":",
        ":::",
        "1::2::3",
        "12345::",
        "g::1",
        "::ffff:1.2.3",
        "abc:def.com",
        "dead.beef:cafe",
        "a".repeat(300) + ":",
        "0".repeat(10_000));
  }

  @Test
  void noiseIsRefusedOrIsAnAddress() {
    String letters = "0123456789abcdef.:/% x";
    Seeds.check(
        500,
        random -> {
          StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(20); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
          }
          long started = System.nanoTime();
          try {
            AddressRange range = AddressRange.parse(text.toString());
            assertThat(range.bits()).isBetween(0, range.network().length * 8);
          } catch (KmsException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
          }
          assertThat(System.nanoTime() - started)
              .as("resolves `%s`?", text)
              .isLessThan(2_000_000_000L);
        });
  }

  private static void in(String range, String... addresses) {
    for (String address : addresses) {
      assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
          .as("%s in %s", address, range)
          .isTrue();
    }
  }

  private static void out(String range, String... addresses) {
    for (String address : addresses) {
      assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
          .as("%s in %s", address, range)
          .isFalse();
    }
  }

  private static void refused(String... texts) {
    for (String text : List.of(texts)) {
      assertThatThrownBy(() -> AddressRange.parse(text))
          .as("`%s`", text)
          .isInstanceOfSatisfying(
              KmsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER))
          .hasMessageContaining("SourcePrivateIp");
    }
  }
}
