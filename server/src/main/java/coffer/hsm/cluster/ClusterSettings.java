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
public record ClusterSettings(
    int keysPerMemberMax,
    Duration keyAgeMax,
    boolean secondMemberCheck,
    Duration openWaitMax,
    Duration backoffFirst,
    Duration backoffMax) {
  public static ClusterSettings standard() {
    return new ClusterSettings(
        4_000,
        Duration.ofMinutes(10),
        true,
        Duration.ofSeconds(20),
        Duration.ofMillis(200),
        Duration.ofSeconds(30));
  }

  public ClusterSettings withKeysPerMemberMax(int max) {
    return new ClusterSettings(
        max, keyAgeMax, secondMemberCheck, openWaitMax, backoffFirst, backoffMax);
  }

  public ClusterSettings withSecondMemberCheck(boolean check) {
    return new ClusterSettings(
        keysPerMemberMax, keyAgeMax, check, openWaitMax, backoffFirst, backoffMax);
  }
}
