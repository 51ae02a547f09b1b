package coffer.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A policy that can be attached to users, groups and roles.
///
/// @param defaultVersion number of the version that counts
/// @param newest number of the newest version there ever was
public record ManagedPolicy(
    PolicyName name,
    String description,
    int defaultVersion,
    int newest,
    Instant created,
    Instant updated,
    List<PolicyVersion> versions) {
  public ManagedPolicy {
    versions = List.copyOf(versions);
  }

  /// With its first version.
  public static ManagedPolicy of(
      PolicyName name, String description, String document, Instant created) {
    return new ManagedPolicy(
        name,
        description,
        1,
        1,
        created,
        created,
        List.of(new PolicyVersion(name, 1, document, created)));
  }

  public Optional<PolicyVersion> version(int number) {
    return versions.stream().filter(version -> version.number() == number).findFirst();
  }

  /// The version that counts.
  public PolicyVersion inEffect() {
    return version(defaultVersion)
        .orElseThrow(() -> new IllegalStateException("policy without its default version"));
  }

  public ManagedPolicy with(String document, boolean asDefault, Instant now) {
    List<PolicyVersion> more = new ArrayList<>(versions);
    more.add(new PolicyVersion(name, newest + 1, document, now));
    return new ManagedPolicy(
        name, description, asDefault ? newest + 1 : defaultVersion, newest + 1, created, now, more);
  }

  public ManagedPolicy without(int number, Instant now) {
    List<PolicyVersion> rest =
        versions.stream().filter(version -> version.number() != number).toList();
    return new ManagedPolicy(name, description, defaultVersion, newest, created, now, rest);
  }

  public ManagedPolicy withDefault(int number, Instant now) {
    return new ManagedPolicy(name, description, number, newest, created, now, versions);
  }
}
