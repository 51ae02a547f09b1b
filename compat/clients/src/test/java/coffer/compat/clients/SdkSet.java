package coffer.compat.clients;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.Repository;
import coffer.compat.harness.ServerHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A client with the libraries that it was installed with, and with nothing else.
enum SdkSet {
  /// alibabacloud-dkms-gcs-sdk 0.5.2 as Maven resolves it, with tea 1.2.3.
  JAVA,
  /// 0.5.2 with tea 1.4.2.
  JAVA_TEA,
  /// alibabacloud-dkms-gcs-sdk 0.2.8.
  JAVA_OLD,
  /// kms-transfer-client 0.2.2.
  JAVA_TRANSFER,
  /// alibabacloud-dkms-gcs 1.0.2.
  PYTHON,
  /// alibabacloud-hsm20231113 1.2.0.
  PYTHON_HSM,
  /// alibabacloud-dkms-gcs-go-sdk v0.5.1.
  GO,
  /// alibabacloud-dkms-transfer-go-sdk v0.1.8.
  GO_TRANSFER,
  /// aliyun-java-sdk-kms 2.16.6 and -ram 3.3.2 on core 4.7.10, JSON under V1.
  JAVA_ACS,
  /// The same, asking for XML.
  JAVA_ACS_XML,
  /// The same under V3.
  JAVA_ACS_V3,
  /// alibabacloud-kms20160120 1.0.11.
  JAVA_ASYNC,
  /// ram20150501 1.0.2.
  JAVA_RAM,
  /// aliyun-python-sdk-kms 2.16.5 and -ram 3.3.1.
  PYTHON_ACS,
  /// alibabacloud-kms20160120 3.3.1 and alibabacloud-ram20150501 1.3.0.
  PYTHON_OPENAPI,
  /// alibaba-cloud-sdk-go v1.63.107.
  GO_ACS,
  /// alibabacloud-go/kms-20160120 v3.2.3.
  GO_OPENAPI,
  /// The npm packages kms20160120 1.2.0 and ram20150501 1.2.1 of `@alicloud`.
  NPM,
  /// Their pop-core 1.8.0, everything in the query of a GET.
  NPM_POP_GET,
  /// The same, everything in the form of a POST.
  NPM_POP_POST;

  private static final String DKMS_DRIVER = "coffer.compat.dkms.DemoClient";
  private static final String OPENAPI = "coffer.compat.openapi.";

  /// @param hosts a hosts file: Java clients know no other names, so none can reach the public
  ///   cloud
  List<String> words(Path hosts) {
    return switch (this) {
      case JAVA -> java(hosts, DKMS_DRIVER, "dkms", "dkms");
      case JAVA_TEA -> java(hosts, DKMS_DRIVER, "dkms", "dkms-tea");
      case JAVA_OLD -> java(hosts, DKMS_DRIVER, "dkms", "dkms-old");
      case JAVA_TRANSFER ->
          java(hosts, "coffer.compat.transfer.TransferDriver", "transfer", "transfer");
      case JAVA_ACS -> acs(hosts, "JSON", "V1");
      case JAVA_ACS_XML -> acs(hosts, "XML", "V1");
      case JAVA_ACS_V3 -> acs(hosts, "JSON", "V3");
      case JAVA_ASYNC -> java(hosts, OPENAPI + "AsyncDriver", "openapi", "openapi-async");
      case JAVA_RAM -> java(hosts, OPENAPI + "RamDriver", "openapi", "openapi-ram");
      case PYTHON -> python("python", "-I", "driver.py");
      case PYTHON_HSM -> python("python-hsm", "-I", "hsm.py");
      // These import a file that stands beside them.
      case PYTHON_ACS -> python("python-acs", "-EsB", "openapi/acs.py");
      case PYTHON_OPENAPI -> python("python-openapi", "-EsB", "openapi/tea.py");
      case GO -> List.of(installed("go-dkms").toString());
      case GO_TRANSFER -> List.of(installed("go-transfer").toString());
      case GO_ACS -> List.of(installed("go-acs").toString());
      case GO_OPENAPI -> List.of(installed("go-openapi").toString());
      case NPM -> npm("tea");
      case NPM_POP_GET -> npm("pop", "GET");
      case NPM_POP_POST -> npm("pop", "POST");
    };
  }

  /// The driver of the `demo` takes the connection with each command, the others once.
  boolean takesConnectionWithCommands() {
    return this == JAVA || this == JAVA_TEA || this == JAVA_OLD;
  }

  /// The CA file that this client takes.
  Path ca(ServerHome home, ClientKeyFiles files) {
    return this == JAVA_OLD ? home.data().resolve("ca-chain.pem") : files.ca();
  }

  private static List<String> python(String environment, String options, String driver) {
    return List.of(
        installed(environment + "/bin/python").toString(),
        options,
        Repository.root().resolve("compat/clients/python").resolve(driver).toString());
  }

  private static List<String> npm(String... arguments) {
    List<String> words = new ArrayList<>();
    words.add("node");
    words.add(Repository.root().resolve("compat/clients/npm/driver.js").toString());
    words.addAll(List.of(arguments));
    return words;
  }

  private static List<String> acs(Path hosts, String format, String version) {
    List<String> words =
        new ArrayList<>(java(hosts, OPENAPI + "AcsDriver", "openapi", "openapi-acs"));
    words.addAll(List.of(format, version));
    return words;
  }

  private static List<String> java(Path hosts, String main, String driver, String libraries) {
    Path compat = Repository.root().resolve("compat");
    try {
      String classPath =
          compat.resolve(driver).resolve("target/classes")
              + ":"
              + Files.readString(compat.resolve(libraries).resolve("target/class-path.txt")).trim();
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-Xshare:auto",
          "--sun-misc-unsafe-memory-access=allow",
          "-Djdk.net.hosts.file=" + hosts,
          "-cp",
          classPath,
          main);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where node finds what npm installed.
  static Path nodeModules() {
    return Repository.root().resolve("build/clients/npm/node_modules");
  }

  private static Path installed(String name) {
    Path path = Repository.root().resolve("build/clients").resolve(name);
    if (!Files.isExecutable(path)) {
      throw new AssertionError(path + " is missing: ./verify compat installs it");
    }
    return path;
  }
}
