package coffer.model;

/// A policy by its whole name: the service's and the users' may be called the same.
public record PolicyRef(PolicyType type, PolicyName name) {
  @Override
  public String toString() {
    return type.wireName() + "/" + name;
  }
}
