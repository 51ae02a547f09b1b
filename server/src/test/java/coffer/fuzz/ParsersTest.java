package coffer.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Whoever writes a parser writes a fuzz target. A parser is told by its looks: a method named as
/// reading is, that takes text or bytes.
class ParsersTest {
  private static final Set<String> NAMES = Set.of("parse", "decode", "read", "scan");
  private static final Set<String> FOREIGN =
      Set.of(
          "java.lang.String",
          "[B",
          "java.nio.ByteBuffer",
          "java.net.URI",
          "java.nio.file.Path",
          "coffer.http.HttpCall",
          "coffer.wire.openapi.Parameters",
          "coffer.wire.openapi.RpcRequest");

  /// Look like parsers, and are none or are tried as part of another: with the reason.
  private static final Map<String, String> EXEMPT =
      Map.ofEntries(
          Map.entry("coffer.wire.openapi.IdShape", "is read by RequestDecoder"),
          Map.entry("coffer.wire.openapi.RequestDecoder$Repeated", "is read by RequestDecoder"),
          Map.entry("coffer.operations.kms.Blobs", "hands on to CiphertextBlob"),
          Map.entry("coffer.wire.openapi.ValueDecoder", "is read by RequestDecoder"),
          Map.entry("coffer.wire.openapi.SignatureV1", "is read by SignatureScheme"),
          Map.entry("coffer.wire.openapi.SignatureV3", "is read by SignatureScheme"),
          Map.entry("coffer.wire.openapi.SignatureV4", "is read by SignatureScheme"),
          Map.entry("coffer.wire.openapi.Endpoint", "hands on to RequestDecoder"),
          Map.entry("coffer.wire.openapi.AcsClaim", "is read by SignatureScheme"),
          Map.entry("coffer.audit.SegmentFiles", "reads bytes, and hands them to SegmentScan"),
          Map.entry("coffer.http.RequestCounts$Reader", "takes counts"),
          Map.entry("coffer.instances.InstanceLabels", "reads what the service keeps in its store"),
          Map.entry("coffer.backup.BackupReader", "reads what SealedStreams authenticated"),
          Map.entry("coffer.seal.OpeningInput", "is read by SealedStreams"),
          Map.entry("coffer.boot.SecretFile", "takes any bytes for a secret"),
          Map.entry("coffer.cli.ServerFile", "reads what this user's own server wrote, by Json"),
          Map.entry("coffer.cli.InputFile", "takes any bytes, for others to read"),
          Map.entry("coffer.cli.HsmPublicKeys", "hands on to PublicKeyFile"),
          Map.entry(
              "coffer.cli.ClientKeyFile", "reads what this user's own command wrote, by Json"));

  @Test
  void everyParserHasATarget() {
    Set<String> targeted =
        FuzzTargets.all().stream()
            .map(target -> target.parser().getName())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> missing = new TreeSet<>();
    Set<String> parsers = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("coffer")) {
      if (type.getMethods().stream().anyMatch(ParsersTest::looksLikeParsing)) {
        parsers.add(type.getName());
        if (!targeted.contains(type.getName()) && !EXEMPT.containsKey(type.getName())) {
          missing.add(type.getName());
        }
      }
    }
    assertThat(missing).as("parsers without a fuzz target").isEmpty();
    assertThat(parsers).as("exemptions that are none").containsAll(EXEMPT.keySet());
    assertThat(targeted).as("exempt, and tried").doesNotContainAnyElementsOf(EXEMPT.keySet());
  }

  private static boolean looksLikeParsing(JavaMethod method) {
    return NAMES.contains(method.getName())
        && !method.getModifiers().contains(JavaModifier.PRIVATE)
        && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
        && !method.getRawParameterTypes().isEmpty()
        && FOREIGN.contains(method.getRawParameterTypes().getFirst().getName());
  }
}
