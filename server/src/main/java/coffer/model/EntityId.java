package coffer.model;

import java.util.regex.Pattern;

/// Names one user, group or role for its whole life: 18 digits. Never reused.
public record EntityId(String value) implements Comparable<EntityId> {
  private static final Pattern SHAPE = Pattern.compile("[0-9]{18}");

  public EntityId {
    if (!SHAPE.matcher(value).matches()) {
      throw KmsException.invalid("EntityId");
    }
  }

  @Override
  public int compareTo(EntityId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
