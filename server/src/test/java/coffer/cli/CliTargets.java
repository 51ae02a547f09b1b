package coffer.cli;

import coffer.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import tools.jackson.core.JacksonException;

/// What the command reads of servers and of files.
public final class CliTargets {
  private CliTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of(
                "cli-json",
                Json.class,
                input -> {
                  Json.parse(input);
                  Json.parse(new String(input, StandardCharsets.UTF_8));
                })
            .from("{\"KeyId\":\"a\",\"n\":[1,true,null]}")
            .words("[", "{", "\"", "\\u0000", "1e999999")
            .refusing(JacksonException.class),
        FuzzTarget.of("cli-ca", TrustedCa.class, TrustedCa::parse)
            .from("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
            .words("-----BEGIN ", "-----END ", "\n", "MII", "0\u0082")
            .refusing(GeneralSecurityException.class));
  }
}
