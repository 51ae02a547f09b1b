package coffer.wire.instance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// A signature made once with OpenSSL, by a key that is gone: an engine must accept it, and refuse
/// it over another text, before it is trusted with those of clients.
final class KnownSignature {
  private static final byte[] TEXT = "coffer".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OTHER_TEXT = "Coffer".getBytes(StandardCharsets.US_ASCII);

  private static final String KEY =
      "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA+0usL8iGlzsfvtfU7eERKpH2MENdvDUc"
          + "jeviKLIHLHhrKvxi4C4QTD/E4LVYObydoIjh5IS38TeP2zB8K48CeRfzzmI8OTHmnHVdh+Ff7rp/"
          + "E7TqA3MbTeApKi5adshrttqOYHATVZfg0Mb6D+WPaQZrxO57ZUrcXPRf53TnGflqH17qetMLOWu+"
          + "oLmO64h3+sR88oKegqWzn2RnL2bDl9U+Rdx7v3+d8mgAvQMgPLIL9zqz2zBJkwZcfKOKdRxoi23U"
          + "tQNDNDefp2gCV2PDFLs7oY8pIVIbiNEnkqjs/KHK1fK1D02L1mwSaZyneO6Mk4G/9f64yelZztyz"
          + "aP0qNQIDAQAB";

  private static final String SIGNATURE =
      "XAnm9awvn8OFh+PChVABEW1C0ceRhjDQ39eyfxYAx8+qE7xYO1/7gvAkw3QJV6QnMLA2urMeWfA3"
          + "hpaoD4neIZmwEszNOWXkKdZJ8vpgpFnbf/4E7hOs+4/1MZuoTw0fDA1/tDzjY59BhBOeQZczcSYU"
          + "q/sebR5eSGXMhtEBDVoDV0j6z1L88QNqAR3/9qzWIoM54a79552jps237Db/iBhMBnNWLwb3RVu+"
          + "HUt7ViHiq04V+AMJnkyqDnlsFxchNlGgBoVV+6ZoMgMdnSoSeQrTy7xjxnIP6ycYdoMeFx5i88/V"
          + "UUhc0xANlFc8pAbLuNadknMC1xCOWbhsAu6ipQ==";

  private KnownSignature() {}

  static boolean isJudgedRightlyBy(RsaSignatures engine) throws GeneralSecurityException {
    PublicKey key =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(KEY)));
    byte[] signature = Base64.getDecoder().decode(SIGNATURE);
    return engine.verify(key, TEXT, signature) && !engine.verify(key, OTHER_TEXT, signature);
  }
}
