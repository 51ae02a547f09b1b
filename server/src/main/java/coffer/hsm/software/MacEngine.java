package coffer.hsm.software;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// HMAC by the JDK.
final class MacEngine {
  private final Idle<Mac> macs;

  MacEngine(String algorithm) {
    this.macs =
        new Idle<>(() -> {
          try {
            return Mac.getInstance(algorithm);
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException("missing algorithm " + algorithm, e);
          }
        });
  }

  byte[] mac(SecretKey key, byte[] message) {
    Mac mac = macs.take();
    try {
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC of this JDK does not work", e);
    } finally {
      macs.give(mac);
    }
  }
}
