package coffer.compat.clients;

import coffer.compat.harness.ClientKeyFiles;
import coffer.compat.harness.Repository;
import coffer.compat.harness.ServerHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  GO_TRANSFER;

  private static final String DKMS_DRIVER = "coffer.compat.dkms.DemoClient";

  /// @param hosts a hosts file: Java clients know no other names, so none can reach the public
  ///   cloud
  List<String> words(Path hosts) {
    return switch (this) {
      case JAVA -> java(hosts, DKMS_DRIVER, "dkms", "dkms");
      case JAVA_TEA -> java(hosts, DKMS_DRIVER, "dkms", "dkms-tea");
      case JAVA_OLD -> java(hosts, DKMS_DRIVER, "dkms", "dkms-old");
      case JAVA_TRANSFER ->
          java(hosts, "coffer.compat.transfer.TransferDriver", "transfer", "transfer");
      case PYTHON -> python("python", "driver.py");
      case PYTHON_HSM -> python("python-hsm", "hsm.py");
      case GO -> List.of(installed("go-dkms").toString());
      case GO_TRANSFER -> List.of(installed("go-transfer").toString());
    };
  }

  /// The driver of the `demo` takes the connection with each command, the others once.
  boolean takesConnectionWithCommands() {
    return switch (this) {
      case JAVA, JAVA_TEA, JAVA_OLD -> true;
      case JAVA_TRANSFER, PYTHON, PYTHON_HSM, GO, GO_TRANSFER -> false;
    };
  }

  /// The CA file that this client takes.
  Path ca(ServerHome home, ClientKeyFiles files) {
    return this == JAVA_OLD ? home.data().resolve("ca-chain.pem") : files.ca();
  }

  private static List<String> python(String environment, String driver) {
    return List.of(
        installed(environment + "/bin/python").toString(),
        "-I",
        Repository.root().resolve("compat/clients/python").resolve(driver).toString());
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

  private static Path installed(String name) {
    Path path = Repository.root().resolve("build/clients").resolve(name);
    if (!Files.isExecutable(path)) {
      throw new AssertionError(path + " is missing: ./verify compat installs it");
    }
    return path;
  }
}
