package coffer.hsm.pkcs11;

import coffer.fuzz.FuzzTarget;
import coffer.hsm.HsmException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What names a token, and what tokens answer.
public final class ModuleTargets {
  private ModuleTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("pkcs11-uri", TokenName.class, ModuleTargets::uri)
            .from(
                "pkcs11:token=coffer-1;serial=01?module-name=softhsm",
                "pkcs11:token=a%20b+c?module-name=m",
                "pkcs11:?module-name=m")
            .words("token=", ";", "?", "&", "=", "%2F", "%FF", "module-path=/x", "pin-value=1")
            .refusing(HsmException.class),
        FuzzTarget.of("rsa-public-key", PublicKeys.class, input -> PublicKeys.parseRsa(input))
            .from(PublicKeys.rsa(modulus(), new byte[] {1, 0, 1}))
            .refusing(HsmException.class));
  }

  private static void uri(byte[] input) {
    URI uri;
    try {
      uri = new URI(new String(input, StandardCharsets.UTF_8));
    } catch (URISyntaxException e) {
      return;
    }
    TokenName.parse(uri);
  }

  private static byte[] modulus() {
    byte[] bytes = BigInteger.ONE.shiftLeft(2047).add(BigInteger.ONE).toByteArray();
    return java.util.Arrays.copyOfRange(bytes, 1, bytes.length);
  }
}
