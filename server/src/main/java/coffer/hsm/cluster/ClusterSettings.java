package coffer.hsm.cluster;

import java.time.Duration;

/// How a cluster behaves.
///
/// @param keysPerMemberMax unwrapped keys kept in each member
/// @param keyAgeMax after which an unwrapped key is dropped, as a back-stop to `release`
/// @param secondMemberCheck whether a new key must prove itself on a second member, when one serves
/// @param openWaitMax how long opening waits for seats that do not end their first attempt
/// @param backoffFirst before the second attempt to bring a lost member back (the first is
///   immediate); doubles from there
/// @param backoffMax longest pause between attempts while another member serves
/// @param rsaPool RSA keys made ahead
/// @param rsaPoolRest between the first RSA key and the first one made ahead
public record ClusterSettings(
    int keysPerMemberMax,
    Duration keyAgeMax,
    boolean secondMemberCheck,
    Duration openWaitMax,
    Duration backoffFirst,
    Duration backoffMax,
    RsaPoolSizes rsaPool,
    Duration rsaPoolRest) {
  /// Without a pool of RSA keys.
  public static ClusterSettings standard() {
    return new ClusterSettings(
        4_000,
        Duration.ofMinutes(10),
        true,
        Duration.ofSeconds(20),
        Duration.ofMillis(200),
        Duration.ofSeconds(30),
        RsaPoolSizes.NONE,
        Duration.ofSeconds(2));
  }

  public ClusterSettings withKeysPerMemberMax(int max) {
    return new ClusterSettings(
        max,
        keyAgeMax,
        secondMemberCheck,
        openWaitMax,
        backoffFirst,
        backoffMax,
        rsaPool,
        rsaPoolRest);
  }

  public ClusterSettings withSecondMemberCheck(boolean check) {
    return new ClusterSettings(
        keysPerMemberMax,
        keyAgeMax,
        check,
        openWaitMax,
        backoffFirst,
        backoffMax,
        rsaPool,
        rsaPoolRest);
  }

  public ClusterSettings withBackoffMax(Duration max) {
    return new ClusterSettings(
        keysPerMemberMax,
        keyAgeMax,
        secondMemberCheck,
        openWaitMax,
        backoffFirst,
        max,
        rsaPool,
        rsaPoolRest);
  }

  public ClusterSettings withRsaPool(RsaPoolSizes sizes, Duration rest) {
    return new ClusterSettings(
        keysPerMemberMax,
        keyAgeMax,
        secondMemberCheck,
        openWaitMax,
        backoffFirst,
        backoffMax,
        sizes,
        rest);
  }
}
