package coffer.model;

import java.util.regex.Pattern;

/// Names a virtual MFA device: `acs:ram::<account>:mfa/<name>`.
public record MfaSerial(String value) implements Comparable<MfaSerial> {
  private static final Pattern SHAPE =
      Pattern.compile("acs:ram::[0-9]{1,32}:mfa/[A-Za-z0-9._-]{1,64}");

  public MfaSerial {
    if (!SHAPE.matcher(value).matches()) {
      throw KmsException.invalid("SerialNumber");
    }
  }

  public static MfaSerial of(String account, MfaDeviceName name) {
    return new MfaSerial("acs:ram::" + account + ":mfa/" + name);
  }

  /// What stands behind the last slash.
  public String name() {
    return value.substring(value.indexOf('/') + 1);
  }

  @Override
  public int compareTo(MfaSerial other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
