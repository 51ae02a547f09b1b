package coffer.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The house, floor by floor. Think hard before changing this table.
class FloorsTest {
  private static final Set<String> PLUGS = Set.of("model", "hsm", "store", "seal", "policy");
  private static final Set<String> RULES =
      Set.of("keys", "access", "instances", "clusters", "ram", "audit", "backup");
  private static final Set<String> BELOW_OPERATIONS = union(PLUGS, RULES);
  private static final Set<String> OPERATION_PACKAGES =
      Set.of(
          "operations.kms",
          "operations.instance",
          "operations.des",
          "operations.ram",
          "operations.sts",
          "operations.catalog");
  private static final Set<String> DRIVERS =
      Set.of("hsm.software", "hsm.pkcs11", "hsm.cluster", "store.sql");
  private static final Set<String> BELOW_WIRES =
      union(BELOW_OPERATIONS, Set.of("operations", "http"));

  /// Floor -> the floors it may use. Drivers are used by `boot` alone.
  private static final Map<String, Set<String>> FLOORS =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("hsm", Set.of("model")),
          Map.entry("store", Set.of("model")),
          Map.entry("hsm.envelope", Set.of("model")),
          Map.entry("hsm.software", Set.of("model", "hsm", "hsm.envelope")),
          Map.entry("hsm.pkcs11", Set.of("model", "hsm", "hsm.envelope")),
          Map.entry("hsm.cluster", Set.of("model", "hsm")),
          Map.entry("store.sql", Set.of("model", "store")),
          Map.entry("seal", Set.of("model")),
          Map.entry("policy", Set.of("model")),
          Map.entry("keys", PLUGS),
          Map.entry("access", PLUGS),
          Map.entry("instances", PLUGS),
          Map.entry("clusters", PLUGS),
          Map.entry("audit", PLUGS),
          Map.entry("backup", PLUGS),
          // A signing key knows whose it is.
          Map.entry("ram", union(PLUGS, Set.of("access"))),
          // What the service does by itself composes rules, as operations do.
          Map.entry("jobs", union(PLUGS, Set.of("keys", "audit", "ram"))),
          Map.entry("operations", BELOW_OPERATIONS),
          Map.entry("operations.kms", union(BELOW_OPERATIONS, Set.of("operations"))),
          Map.entry("operations.instance", union(BELOW_OPERATIONS, Set.of("operations"))),
          Map.entry("operations.des", union(BELOW_OPERATIONS, Set.of("operations"))),
          Map.entry("operations.ram", union(BELOW_OPERATIONS, Set.of("operations"))),
          Map.entry("operations.sts", union(BELOW_OPERATIONS, Set.of("operations"))),
          // Its reference pages name errors and types.
          Map.entry(
              "operations.catalog",
              Set.of(
                  "model",
                  "operations",
                  "operations.kms",
                  "operations.instance",
                  "operations.des",
                  "operations.ram",
                  "operations.sts")),
          Map.entry("http", Set.of()),
          Map.entry("wire.instance", union(BELOW_WIRES, Set.of("wire.instance.proto"))),
          Map.entry("wire.instance.proto", Set.of()),
          Map.entry("wire.openapi", BELOW_WIRES),
          // The Instance API client speaks its messages, not the server's wire.
          Map.entry(
              "cli", union(union(BELOW_WIRES, OPERATION_PACKAGES), Set.of("wire.instance.proto"))),
          Map.entry(
              "boot",
              union(
                  union(BELOW_WIRES, union(OPERATION_PACKAGES, DRIVERS)),
                  Set.of("jobs", "wire.instance", "wire.openapi", "cli"))));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("coffer");

  @Test
  void everyPackageIsAFloor() {
    Set<String> packages = new TreeSet<>();
    for (JavaClass c : CLASSES) {
      if (c.getPackageName().startsWith("coffer.")) {
        packages.add(floor(c));
      }
    }
    assertThat(FLOORS.keySet()).containsAll(packages);
  }

  @Test
  void floorsUseOnlyFloorsBelow() {
    List<String> violations =
        CLASSES.stream()
            .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
            .filter(FloorsTest::violates)
            .map(Dependency::getDescription)
            .toList();
    assertThat(violations).isEmpty();
  }

  private static boolean violates(Dependency dependency) {
    String to = dependency.getTargetClass().getPackageName();
    if (!to.startsWith("coffer.")) {
      return false;
    }
    String from = floor(dependency.getOriginClass());
    String target = floor(dependency.getTargetClass());
    return !from.equals(target) && !FLOORS.getOrDefault(from, Set.of()).contains(target);
  }

  private static String floor(JavaClass c) {
    return c.getPackageName().substring("coffer.".length());
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    return Stream.concat(a.stream(), b.stream()).collect(Collectors.toSet());
  }
}
