package coffer.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.hsm.HsmModule;
import coffer.hsm.cluster.RsaPoolSizes;
import coffer.operations.CallClass;
import coffer.operations.FairUseLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  @TempDir Path directory;

  private Config read(String yaml) throws IOException {
    return ConfigReader.read(Files.writeString(directory.resolve("coffer.yaml"), yaml));
  }

  @Test
  void everyKeyIsRead() throws IOException {
    Config config =
        read(
            """
            mode: production
            host: [kms.example.com, 10.0.0.1]
            port: 9443
            admin-port: 0
            region: cn-beijing
            passphrase-file: /etc/coffer/passphrase
            modules:
              - name: softhsm
                path: /usr/lib/softhsm.so
                sha256: abc
                init-arguments: "x=y"
              - {name: other, path: /opt/other.so}
            cluster:
              - uri: pkcs11:token=one?module-name=softhsm
                zone: zone-a
                pin-source: file:/run/pin
                so-pin-source: /run/so-pin
            audit:
              durability: sync
            rsa-pool:
              rsa-2048: 9
              rsa-4096: 0
            http-port: 8080
            fair-use:
              symmetric: 1000
              asymmetric: 200
              wait: 250ms
            trusted-proxies: [10.0.0.7, "fd00::/8"]
            """);
    assertThat(config)
        .isEqualTo(
            new Config(
                Config.Mode.PRODUCTION,
                List.of("kms.example.com", "10.0.0.1"),
                9443,
                0,
                Optional.of(8080),
                "cn-beijing",
                Optional.of(Path.of("/etc/coffer/passphrase")),
                List.of(
                    new HsmModule(
                        "softhsm",
                        Path.of("/usr/lib/softhsm.so"),
                        Optional.of("abc"),
                        Optional.of("x=y")),
                    new HsmModule(
                        "other", Path.of("/opt/other.so"), Optional.empty(), Optional.empty())),
                List.of(
                    new Config.Member(
                        URI.create("pkcs11:token=one?module-name=softhsm"),
                        "zone-a",
                        new PinSource.InFile(Path.of("/run/pin")),
                        new PinSource.InFile(Path.of("/run/so-pin")))),
                true,
                new RsaPoolSizes(9, RsaPoolSizes.STANDARD.rsa3072(), 0),
                List.of("10.0.0.7", "fd00::/8"),
                Optional.empty(),
                Optional.empty(),
                new FairUseLimits(
                    Map.of(CallClass.SYMMETRIC, 1000, CallClass.ASYMMETRIC, 200),
                    Duration.ofMillis(250))));
  }

  @Test
  void nothingIsTheDefault() throws IOException {
    for (String nothing : List.of("", "\n\n", "# nothing\n", "{}")) {
      assertThat(read(nothing)).as("`%s`", nothing).isEqualTo(Config.DEFAULT);
    }
    assertThat(read("audit: {durability: default}\nmode: development")).isEqualTo(Config.DEFAULT);
  }

  @Test
  void aHostBeyondLoopbackMakesItProduction() throws IOException {
    assertThat(read("host: [10.0.0.1]").mode()).isEqualTo(Config.Mode.PRODUCTION);
    assertThat(read("host: [10.0.0.1]\nmode: development").mode())
        .isEqualTo(Config.Mode.PRODUCTION);
    assertThat(Config.DEFAULT.withHosts(List.of("x")).mode()).isEqualTo(Config.Mode.PRODUCTION);
    assertThat(Config.DEFAULT.withHosts(List.of())).isEqualTo(Config.DEFAULT);
  }

  @Test
  void everyMistakeNamesItsLine() throws IOException {
    Map<String, String> mistakes =
        Map.ofEntries(
            Map.entry("port: 1\nprot: 2\n", ":2: unknown key `prot`; known are admin-port, audit"),
            Map.entry("audit:\n  sync: true\n", ":2: unknown key `sync`"),
            Map.entry("modules:\n  - name: a\n    path: b\n    x: c\n", ":4: unknown key `x`"),
            Map.entry("cluster:\n  - pin: a\n", ":2: unknown key `pin`"),
            Map.entry("port: 1\nport: 2\n", ":2: `port` stands here twice"),
            Map.entry("[a]: b\n", ":1: unknown key"),
            Map.entry("\nport: x\n", ":2: `port` must be a port, 0 to 65535"),
            Map.entry("port: 65536\n", ":1: `port` must be a port"),
            Map.entry("port: -1\n", ":1: `port` must be a port"),
            Map.entry("port: 84.43\n", ":1: `port` must be a port"),
            Map.entry("rsa-pool:\n  rsa-2048: 65\n", ":2: `rsa-2048` must be a number, 0 to 64"),
            Map.entry("fair-use: {crypto: 1}\n", ":1: unknown key `crypto`"),
            Map.entry("fair-use:\n  read: 0\n", ":2: `read` must be 1 at least"),
            Map.entry("fair-use:\n  read: x\n", ":2: `read` must be a number, 0 to 1000000"),
            Map.entry("fair-use:\n  wait: 1s\n", ":2: `wait` must be milliseconds"),
            Map.entry("fair-use:\n  wait: 5001ms\n", ":2: `wait` must be milliseconds"),
            Map.entry("rsa-pool: {rsa-1024: 1}\n", ":1: unknown key `rsa-1024`"),
            Map.entry("admin-port: [1]\n", ":1: `admin-port` must have one value"),
            Map.entry("port:\n", ":1: `port` must have one value"),
            Map.entry("mode: test\n", ":1: `mode` must be development or production"),
            Map.entry("host: localhost\n", ":1: `host` must be a list"),
            Map.entry("host:\n  - a\n  - [b]\n", ":3: `host` must have one value"),
            Map.entry("region: {a: b}\n", ":1: `region` must have one value"),
            Map.entry("passphrase-file: ''\n", ":1: `passphrase-file` must have one value"),
            Map.entry("modules: x\n", ":1: `modules` must be a list"),
            Map.entry("modules: [x]\n", ":1: expected `key: value` pairs"),
            Map.entry("modules:\n  - path: x\n", ":2: `name` is missing"),
            Map.entry("modules:\n  - name: x\n", ":2: `path` is missing"),
            Map.entry(
                "modules:\n  - {name: x, path: a}\n  - {name: x, path: b}\n",
                ":3: another module has this name"),
            Map.entry("cluster:\n  - zone: x\n", ":2: `uri` is missing"),
            Map.entry("cluster:\n  - uri: a b\n", ":2: `uri` must be a URI"),
            Map.entry("cluster:\n  - uri: 'software:/a'\n", ":2: `zone` is missing"),
            Map.entry(
                "cluster:\n  - uri: 'software:/a'\n    zone: a\n", ":2: `pin-source` is missing"),
            Map.entry(
                "cluster:\n  - {uri: 'software:/a', zone: a, pin-source: b}\n",
                ":2: `so-pin-source` is missing"),
            Map.entry("audit: sync\n", ":1: expected `key: value` pairs"),
            Map.entry("audit: {durability: never}\n", ":1: `durability` must be default or sync"),
            Map.entry("- port\n", ":1: expected `key: value` pairs"),
            Map.entry("text\n", ":1: expected `key: value` pairs"),
            Map.entry("port: 1\nhost: [a\n", ":3: "),
            Map.entry("port: 1\n\tregion: x\n", ":2: "),
            Map.entry("port: *unknown\n", ":1: "));
    for (Map.Entry<String, String> mistake : mistakes.entrySet()) {
      assertThatThrownBy(() -> read(mistake.getKey()))
          .as(mistake.getKey())
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("coffer.yaml" + mistake.getValue());
    }
  }

  @Test
  void aFileThatIsMissingOrTooLargeIsNamed() throws IOException {
    assertThatThrownBy(() -> ConfigReader.read(directory.resolve("missing.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("missing.yaml: cannot be read");
    assertThatThrownBy(() -> read("#".repeat(1024 * 1024 + 1)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("larger than 1 MiB");
    Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0});
    assertThatThrownBy(() -> ConfigReader.read(binary)).isInstanceOf(ConfigException.class);
  }
}
