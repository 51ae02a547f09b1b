package coffer.model;

import java.util.regex.Pattern;

/// Names one client key of an application access point: `KAAP.` and a UUID.
public record ClientKeyId(String value) implements Comparable<ClientKeyId> {
  private static final Pattern SHAPE =
      Pattern.compile("KAAP\\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  public ClientKeyId {
    if (!SHAPE.matcher(value).matches()) {
      throw KmsException.invalid("ClientKeyId");
    }
  }

  public static boolean isValid(String text) {
    return SHAPE.matcher(text).matches();
  }

  @Override
  public int compareTo(ClientKeyId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
