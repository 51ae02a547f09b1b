package coffer.boot;

import coffer.hsm.HsmModule;
import coffer.hsm.cluster.RsaPoolSizes;
import coffer.model.AddressRange;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads `coffer.yaml`. An unknown key is an error, with its line.
public final class ConfigReader {
  private static final long FILE_BYTES_MAX = 1024 * 1024;
  private static final int DEPTH_MAX = 32;
  private static final Set<String> KEYS =
      Set.of(
          "mode",
          "host",
          "port",
          "admin-port",
          "http-port",
          "region",
          "passphrase-file",
          "modules",
          "cluster",
          "trusted-proxies",
          "audit",
          "rsa-pool",
          "fair-use",
          "tls");
  private static final Set<String> MODULE_KEYS =
      Set.of("name", "path", "sha256", "init-arguments", "lanes", "rsa-lanes");
  private static final Set<String> MEMBER_KEYS =
      Set.of("uri", "zone", "pin-source", "so-pin-source");

  private static final Set<String> POOL_KEYS = Set.of("rsa-2048", "rsa-3072", "rsa-4096");
  private static final Set<String> AUDIT_KEYS = Set.of("durability", "retention", "archive");
  private static final Set<String> TLS_KEYS = Set.of("certificate", "key", "ca");

  private ConfigReader() {}

  public static Config read(Path file) {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new ConfigException(file + ": larger than 1 MiB");
      }
      LoadSettings settings = LoadSettings.builder().setAllowNonScalarKeys(true).build();
      String text = Files.readString(file);
      requireFlat(file, parser(settings, text));
      Optional<Node> root = new Composer(settings, parser(settings, text)).getSingleNode();
      return root.map(node -> config(ConfigNode.of(file, node, KEYS))).orElse(Config.DEFAULT);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read", e);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new ConfigException(file + ":" + line + ": " + e.getProblem(), e);
    } catch (InvalidPathException e) {
      throw new ConfigException(file + ": holds a path that no file can have", e);
    } catch (YamlEngineException e) {
      throw new ConfigException(file + ": is not YAML", e);
    }
  }

  private static ParserImpl parser(LoadSettings settings, String text) {
    return new ParserImpl(settings, new StreamReader(settings, text));
  }

  /// The composer calls itself for what is nested, and would run out of stack.
  private static void requireFlat(Path file, ParserImpl events) {
    int depth = 0;
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {
          // Of no depth.
        }
      }
      if (depth > DEPTH_MAX) {
        throw new ConfigException(file + ": is nested too deeply");
      }
    }
  }

  private static Config config(ConfigNode root) {
    List<String> hosts = root.texts("host");
    Config.Mode mode =
        root.parsed(
                "mode",
                "development or production",
                text -> Config.Mode.valueOf(text.toUpperCase(Locale.ROOT)))
            .orElse(hosts.isEmpty() ? Config.Mode.DEVELOPMENT : Config.Mode.PRODUCTION);
    Optional<ConfigNode> auditNode = root.node("audit", AUDIT_KEYS);
    boolean sync =
        auditNode
            .flatMap(audit -> audit.parsed("durability", "default or sync", ConfigReader::sync))
            .orElse(false);
    List<ConfigNode> modules = root.nodes("modules", MODULE_KEYS);
    Set<String> names = new HashSet<>();
    for (ConfigNode module : modules) {
      if (!names.add(module.required("name"))) {
        throw module.complaint("another module has this name");
      }
    }
    Config defaults = Config.DEFAULT;
    return new Config(
        hosts.isEmpty() ? mode : Config.Mode.PRODUCTION,
        hosts,
        root.port("port").orElse(defaults.port()),
        root.port("admin-port").orElse(defaults.adminPort()),
        root.port("http-port"),
        root.text("region").orElse(defaults.region()),
        root.text("passphrase-file").map(Path::of),
        modules.stream().map(ConfigReader::module).toList(),
        root.nodes("cluster", MEMBER_KEYS).stream().map(ConfigReader::member).toList(),
        sync,
        root.node("rsa-pool", POOL_KEYS)
            .map(pool -> pool(pool, defaults.rsaPool()))
            .orElse(defaults.rsaPool()),
        root.texts("trusted-proxies").stream().map(text -> proxy(root, text)).toList(),
        auditNode.flatMap(ConfigReader::retention),
        root.node("tls", TLS_KEYS).map(ConfigReader::tls),
        FairUseReader.read(root));
  }

  private static RsaPoolSizes pool(ConfigNode node, RsaPoolSizes defaults) {
    return new RsaPoolSizes(
        poolSize(node, "rsa-2048", defaults.rsa2048()),
        poolSize(node, "rsa-3072", defaults.rsa3072()),
        poolSize(node, "rsa-4096", defaults.rsa4096()));
  }

  private static int poolSize(ConfigNode node, String key, int otherwise) {
    return node.number(key, RsaPoolSizes.MAX).orElse(otherwise);
  }

  private static String proxy(ConfigNode root, String text) {
    return AddressRange.find(text)
        .map(_ -> text)
        .orElseThrow(() -> root.complaint("`trusted-proxies` must be addresses and CIDR blocks"));
  }

  private static Optional<Config.Retention> retention(ConfigNode audit) {
    Optional<Duration> age =
        audit.parsed("retention", "a number of days such as 400d", ConfigReader::days);
    Optional<Path> archive = audit.text("archive").map(Path::of);
    if (age.isPresent() != archive.isPresent()) {
      throw audit.complaint("`retention` and `archive` go together: nothing is ever only deleted");
    }
    return age.map(days -> new Config.Retention(days, archive.orElseThrow()));
  }

  private static Duration days(String text) {
    if (!text.matches("[1-9][0-9]{0,4}d")) {
      throw new IllegalArgumentException("no days");
    }
    return Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1)));
  }

  private static Config.TlsFiles tls(ConfigNode node) {
    return new Config.TlsFiles(
        Path.of(node.required("certificate")),
        Path.of(node.required("key")),
        node.text("ca").map(Path::of));
  }

  private static boolean sync(String text) {
    return switch (text) {
      case "sync" -> true;
      case "default" -> false;
      default -> throw new IllegalArgumentException("neither");
    };
  }

  private static HsmModule module(ConfigNode node) {
    return new HsmModule(
        node.required("name"),
        Path.of(node.required("path")),
        node.text("sha256"),
        node.text("init-arguments"),
        lanes(node, "lanes"),
        lanes(node, "rsa-lanes"));
  }

  private static OptionalInt lanes(ConfigNode node, String key) {
    Optional<Integer> lanes = node.number(key, HsmModule.LANES_MAX);
    if (lanes.filter(n -> n == 0).isPresent()) {
      throw node.complaint("`" + key + "` must be 1 at least");
    }
    return lanes.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static Config.Member member(ConfigNode node) {
    node.required("uri");
    URI uri = node.parsed("uri", "a URI", URI::create).orElseThrow();
    return new Config.Member(
        uri,
        node.required("zone"),
        PinSource.parse(node.required("pin-source")),
        PinSource.parse(node.required("so-pin-source")));
  }
}
