package coffer.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The condition keys that calls have values for. A misspelt one would never have a value, and the
/// Deny that hangs on it would never deny, so that keys of our own families are known or refused.
public final class ConditionKey {
  public static final String CURRENT_TIME = "acs:CurrentTime";
  public static final String SECURE_TRANSPORT = "acs:SecureTransport";
  public static final String SOURCE_IP = "acs:SourceIp";
  public static final String MFA_PRESENT = "acs:MFAPresent";
  public static final String SOURCE_VPC = "acs:SourceVpc";
  public static final String VPC_SOURCE_IP = "acs:VpcSourceIp";
  public static final String ENCRYPTION_ALGORITHM = "kms:EncryptionAlgorithm";

  /// With the name of a tag behind it.
  public static final String TAG = "kms:tag/";

  /// With a name of the context behind it.
  public static final String ENCRYPTION_CONTEXT = "kms:EncryptionContext:";

  private static final List<String> WHOLE =
      List.of(
          CURRENT_TIME,
          SECURE_TRANSPORT,
          SOURCE_IP,
          MFA_PRESENT,
          SOURCE_VPC,
          VPC_SOURCE_IP,
          ENCRYPTION_ALGORITHM);
  private static final List<String> FAMILIES = List.of(TAG, ENCRYPTION_CONTEXT);

  private ConditionKey() {}

  /// The key as the service spells it, whose own part is taken in any case; keys of other services
  /// as they are. Empty for what no call can have.
  static Optional<String> find(String written) {
    for (String key : WHOLE) {
      if (key.equalsIgnoreCase(written)) {
        return Optional.of(key);
      }
    }
    for (String family : FAMILIES) {
      if (written.length() > family.length()
          && written.regionMatches(true, 0, family, 0, family.length())) {
        return Optional.of(family + written.substring(family.length()));
      }
    }
    String lower = written.toLowerCase(Locale.ROOT);
    boolean foreign = lower.indexOf(':') > 0 && !lower.startsWith("acs:");
    return foreign && !lower.startsWith("kms:") ? Optional.of(written) : Optional.empty();
  }
}
