package coffer.boot;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import org.slf4j.LoggerFactory;

/// Sends the server's log to `logs/coffer.log` of its data directory, as JSON, rotated; warnings go
/// to the terminal too. Other commands log warnings to the terminal only.
final class Logs {
  private Logs() {}

  static void toFile(DataDirectory data) {
    URL configuration = Logs.class.getResource("/coffer/boot/logback-server.xml");
    if (configuration == null
        || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      throw new IllegalStateException("the logging configuration is missing from this build");
    }
    context.reset();
    context.putProperty("logs", data.directory("logs").toString());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(configuration);
    } catch (JoranException e) {
      throw new IllegalStateException("the logging configuration is damaged", e);
    }
  }
}
