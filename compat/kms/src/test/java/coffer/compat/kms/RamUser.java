package coffer.compat.kms;

import coffer.compat.harness.ServerHome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A user of RAM, made by our command line.
///
/// @param csv its access key, as it was saved
record RamUser(String name, Path csv) {
  /// @param policy of the service's own
  static RamUser make(ServerHome home, String name, String policy, Path folder) {
    RamUser user = new RamUser(name, folder.resolve(name + ".csv"));
    ram(home, "create-user", "--user-name", name);
    ram(
        home,
        "attach-policy-to-user",
        "--user-name",
        name,
        "--policy-type",
        "System",
        "--policy-name",
        policy);
    ram(home, "create-access-key", "--user-name", name, "--csv", user.csv().toString());
    return user;
  }

  private static void ram(ServerHome home, String... words) {
    List<String> all = new ArrayList<>(List.of("ram"));
    all.addAll(List.of(words));
    home.coffer(all).orFail("coffer ram " + words[0]);
  }
}
