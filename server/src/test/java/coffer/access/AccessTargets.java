package coffer.access;

import coffer.fuzz.FuzzTarget;
import coffer.model.AddressRange;
import coffer.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Addresses and passwords.
public final class AccessTargets {
  private AccessTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of(
                "address-range",
                AddressRange.class,
                input -> AddressRange.parse(new String(input, StandardCharsets.UTF_8)))
            .from("192.0.2.0/24", "2001:db8::/32", "::ffff:192.0.2.1", "10.0.0.1", "::/0")
            .words("/", ":", "::", ".", "256", "%eth0", "/129", "0x", "١"),
        FuzzTarget.of(
                "password",
                Credential.class,
                input -> Credential.checkPassword(SecretBytes.owning(input)))
            .from("Passw0rd~")
            .words("~", "1", "é"));
  }
}
