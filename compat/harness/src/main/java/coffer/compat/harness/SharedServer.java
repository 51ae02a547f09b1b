package coffer.compat.harness;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One server for all test classes of a run, handed to constructors that ask for a `ServerHome`. It
/// is gone when the last class is done.
public final class SharedServer implements BeforeAllCallback, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedServer.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    home(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ServerHome.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return home(context);
  }

  /// The server of this run, started when it is first asked for.
  public static ServerHome home(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(ServerHome.class, _ -> started(), ServerHome.class);
  }

  private static ServerHome started() {
    ServerHome home = ServerHome.make(ClusterKind.selected());
    try {
      home.start();
      return home;
    } catch (RuntimeException | AssertionError e) {
      home.close();
      throw e;
    }
  }
}
