package coffer.compat.clients;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.RootKey;
import coffer.compat.harness.ServerHome;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A client in a process of its own: a command in, an answer out.
final class Child implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private final SdkSet set;
  private final String endpoint;
  private final ClientKeyFiles files;
  private final Path ca;
  private final Path errors;
  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;

  private Child(
      SdkSet set, String endpoint, ClientKeyFiles files, Path ca, Path errors, Process process) {
    this.set = set;
    this.endpoint = endpoint;
    this.files = files;
    this.ca = ca;
    this.errors = errors;
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /// @param host as the client is to call the server
  static Child start(SdkSet set, ServerHome home, ClientKeyFiles files, String host) {
    return start(set, home, files, host, set.ca(home, files));
  }

  /// @param ca what it is to trust
  static Child start(SdkSet set, ServerHome home, ClientKeyFiles files, String host, Path ca) {
    String endpoint = host + ":" + home.server().endpoint().getPort();
    try {
      Path hosts = home.folder().resolve("hosts-" + host);
      Files.writeString(hosts, "127.0.0.1 localhost\n127.0.0.1 " + host + "\n");
      Path errors = Files.createTempFile(home.folder(), "client-" + set + "-", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(set.words(hosts))
              .directory(home.folder().toFile())
              .redirectError(errors.toFile());
      Map<String, String> environment = builder.environment();
      environment.keySet().removeIf(Child::meddles);
      environment.put("COFFER_ENDPOINT", endpoint);
      environment.put("COFFER_CLIENT_KEY", files.key().toString());
      environment.put("COFFER_PASSWORD_FILE", files.password().toString());
      environment.put("COFFER_CA", ca.toString());
      environment.put(
          "COFFER_ACCESS_KEY", home.data().resolve("credentials/root-access-key.json").toString());
      // The legacy Go SDK takes its roots from nowhere else, and npm's KMS client neither.
      environment.put("SSL_CERT_FILE", ca.toString());
      environment.put("NODE_EXTRA_CA_CERTS", ca.toString());
      environment.put("NODE_PATH", SdkSet.nodeModules().toString());
      return new Child(set, endpoint, files, ca, errors, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Proxies and options of the machine that would change what a client does.
  private static boolean meddles(String variable) {
    String name = variable.toLowerCase(Locale.ROOT);
    return name.endsWith("_proxy")
        || name.startsWith("java_tool")
        || name.startsWith("alibaba")
        || name.startsWith("node_");
  }

  synchronized Answer call(String action, Fields fields) {
    JsonObject command = new JsonObject();
    if (set.takesConnectionWithCommands()) {
      command.addProperty("action", small(action));
      command.addProperty("endpoint", endpoint);
      command.addProperty("clientKeyFile", files.key().toString());
      command.addProperty("passwordFile", files.password().toString());
      command.addProperty("caFile", ca.toString());
      JsonObject named = new JsonObject();
      fields.json().asMap().forEach((name, value) -> named.add(small(name), value));
      command.add("fields", named);
    } else {
      command.addProperty("action", action);
      command.add("fields", fields.json());
    }
    return exchange(action, command);
  }

  /// The same with an access key other than root's.
  synchronized Answer callBy(RootKey key, String action, Fields fields) {
    JsonObject command = new JsonObject();
    command.addProperty("action", action);
    command.addProperty("accessKeyId", key.id());
    command.addProperty("accessKeySecret", key.secret());
    command.add("fields", fields.json());
    return exchange(action, command);
  }

  private Answer exchange(String action, JsonObject command) {
    try {
      in.write(command.toString());
      in.newLine();
      in.flush();
      return Answer.parse(line(action));
    } catch (IOException e) {
      throw gone(action, e);
    }
  }

  private String line(String action) {
    CompletableFuture<String> line = CompletableFuture.supplyAsync(this::read);
    try {
      String text = line.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
      if (text == null) {
        throw gone(action, new IOException("no answer"));
      }
      return text;
    } catch (TimeoutException | ExecutionException e) {
      throw gone(action, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private String read() {
    try {
      return out.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AssertionError gone(String action, Exception cause) {
    process.destroyForcibly();
    try {
      return new AssertionError(set + ", " + action + ":\n" + Files.readString(errors), cause);
    } catch (IOException e) {
      return new AssertionError(set + ", " + action, e);
    }
  }

  private static String small(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
