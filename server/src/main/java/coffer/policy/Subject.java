package coffer.policy;

/// Who asks, as policies name them.
///
/// @param arn `acs:ram::<account>:user/<name>`, `…:role/<name>`, or `…:root`
/// @param account the account itself: `acs:ram::<account>:root`
/// @param everybody all of the account: `acs:ram::<account>:*`
public record Subject(String arn, String account, String everybody) {
  private static final String PREFIX = "acs:ram::";

  public static Subject user(String account, String name) {
    return of(account, "user/" + name);
  }

  public static Subject role(String account, String name) {
    return of(account, "role/" + name);
  }

  public static Subject root(String account) {
    return of(account, "root");
  }

  private static Subject of(String account, String name) {
    String of = PREFIX + account + ":";
    return new Subject(of + name, of + "root", of + "*");
  }
}
