package coffer.compat.clients;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.OpenApi;
import coffer.compat.harness.ServerHome;
import coffer.compat.harness.SharedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// The clients of a run and the keys that they use, each made when it is first asked for. The same
/// server serves all.
final class Clients implements AutoCloseable {
  private static final String APPLICATION = "official-clients";

  private final ServerHome home;
  private final ClientKeyFiles application;
  private final Map<SdkSet, Child> children = new EnumMap<>(SdkSet.class);
  private final Map<String, String> keys = new HashMap<>();

  private Clients(ServerHome home) {
    this.home = home;
    this.application = home.clientKey(APPLICATION);
    grantSecrets();
  }

  /// Beside the policy on keys that came with the client key.
  private void grantSecrets() {
    OpenApi openApi = home.server().openApi();
    String secrets = APPLICATION + "-secrets";
    try {
      openApi
          .call(
              "CreatePolicy",
              Map.of(
                  "Name",
                  secrets,
                  "Permissions",
                  "[\"RbacPermission/Template/CryptoServiceSecretUser\"]",
                  "Resources",
                  "[\"secret/*\"]"))
          .orFail();
      openApi
          .call(
              "UpdateApplicationAccessPoint",
              Map.of(
                  "Name",
                  APPLICATION,
                  "Policies",
                  "[\"" + APPLICATION + "-policy\",\"" + secrets + "\"]"))
          .orFail();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ServerHome home() {
    return home;
  }

  /// Calls the server `localhost`.
  synchronized Child of(SdkSet set) {
    return children.computeIfAbsent(set, s -> Child.start(s, home, application, "localhost"));
  }

  /// One more, which calls the server by another name.
  Child calling(SdkSet set, String host) {
    return Child.start(set, home, application, host);
  }

  /// One more, which trusts another CA.
  Child trusting(SdkSet set, Path ca) {
    return Child.start(set, home, application, "localhost", ca);
  }

  /// A key with every usage that its specification has, the same for all tests: they are costly.
  synchronized String key(String spec) {
    return keys.computeIfAbsent(spec, _ -> create(spec));
  }

  String aes() {
    return key("Aliyun_AES_256");
  }

  private String create(String spec) {
    Map<String, String> parameters =
        spec.startsWith("RSA_")
            ? Map.of(
                "KeySpec", spec,
                "KeyUsage", "SIGN/VERIFY",
                "SecondaryKeyUsage", "ENCRYPT/DECRYPT")
            : Map.of("KeySpec", spec);
    try {
      return home.server().openApi().call("CreateKey", parameters).orFail().field("KeyId");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    children.values().forEach(Child::close);
  }

  /// Hands them to constructors that ask for them.
  static final class Shared implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
        ExtensionContext.Namespace.create(Clients.class);

    @Override
    public void beforeAll(ExtensionContext context) {
      clients(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Clients.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return clients(context);
    }

    private static Clients clients(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(NAMESPACE)
          .computeIfAbsent(
              Clients.class, _ -> new Clients(SharedServer.home(context)), Clients.class);
    }
  }
}
