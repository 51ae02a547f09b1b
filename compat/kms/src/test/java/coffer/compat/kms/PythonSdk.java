package coffer.compat.kms;

import coffer.compat.harness.Command;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.Text;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The official aliyun-python-sdk-kms, in an environment of its own.
record PythonSdk(ServerHome home, RamUser user) {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  String decrypt(String blob) {
    String answer =
        Command.run(
                home.folder(),
                Map.of("no_proxy", "*"),
                DEADLINE,
                List.of(
                    Installed.client("python-acs/bin/python"),
                    "-I",
                    Installed.driver("python/decrypt.py"),
                    home.server().hostAndPort(),
                    home.server().ca().toString(),
                    user.csv().toString(),
                    blob))
            .orFail("aliyun-python-sdk-kms")
            .output();
    return Text.field(answer, "Plaintext");
  }
}
