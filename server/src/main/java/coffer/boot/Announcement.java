package coffer.boot;

import coffer.model.KmsInstance;
import coffer.model.ProtectionLevel;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;

/// Tells the newcomer, and other commands, where the server is.
final class Announcement {
  private Announcement() {}

  static void publish(DataDirectory data, Core core, Server server, PrintStream out) {
    String endpoint = "https://" + core.identity().name() + ":" + server.port();
    Path ca = data.writePublic(ServiceCa.FILE, core.identity().caPem());
    data.writePublic(ServiceCa.CHAIN_FILE, core.identity().caChainPem());
    Optional<KmsInstance> instance = core.instances().stream().findFirst();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("endpoint", endpoint);
    content.put("adminPort", server.adminPort());
    server.httpPort().ifPresent(port -> content.put("httpPort", port));
    content.put("ca", ca.toString());
    instance.ifPresent(i -> content.put("instance", i.id().value()));
    content.put("pid", ProcessHandle.current().pid());
    data.writePublic("server.json", new ObjectMapper().writeValueAsString(content) + "\n");
    out.println("READY " + endpoint);
    server
        .httpPort()
        .ifPresent(port ->
            out.println("      http://127.0.0.1:" + port + " (the OpenAPI alone, without TLS)"));
    lines(data, core, server, instance).forEach(out::println);
    out.flush();
  }

  private static List<String> lines(
      DataDirectory data, Core core, Server server, Optional<KmsInstance> instance) {
    boolean software =
        instance
            .flatMap(i -> core.services().instances().connection(i.id()))
            .filter(hsm -> hsm.protectionLevel() == ProtectionLevel.SOFTWARE)
            .isPresent();
    String option =
        data.root().equals(Path.of("data").toAbsolutePath()) ? "" : " --data " + data.root();
    return List.of(
        "",
        "  instance     "
            + instance.map(i -> i.id() + " (" + i.status().wireName() + ")").orElse("none"),
        "  CA           " + data.file(ServiceCa.FILE),
        "  root key     " + data.file(RootCredential.FILE),
        "  health       http://127.0.0.1:" + server.adminPort() + "/readyz",
        software
            ? "  The HSMs are software: good for a laptop and for tests, but not hardware."
            : "  Keys live in the configured HSMs.",
        "",
        "  See it work:           ./coffer demo" + option,
        "  Create a key:          ./coffer kms create-key --key-spec Aliyun_AES_256" + option,
        "  Connect an application: ./coffer client-key create --name my-app --out my-app" + option,
        "  Stop:                  Ctrl-C");
  }
}
