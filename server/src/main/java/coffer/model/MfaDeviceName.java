package coffer.model;

import java.util.regex.Pattern;

/// Names a virtual MFA device: 1 to 64 letters, digits, `.` and `-`.
public record MfaDeviceName(String value) {
  private static final NameShape SHAPE =
      new NameShape(
          64,
          Pattern.compile("[A-Za-z0-9.-]*"),
          ErrorCode.MFA_DEVICE_NAME_LENGTH,
          ErrorCode.MFA_DEVICE_NAME_CHARACTERS);

  public MfaDeviceName {
    SHAPE.require(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
