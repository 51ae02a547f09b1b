package coffer.operations.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.operations.Api;
import coffer.operations.Operation;
import coffer.operations.Operations;
import coffer.operations.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final Operations ALL = Catalog.all();
  private static final Map<Api, String> FOLDERS =
      Map.of(
          Api.KMS, "kms", Api.INSTANCE, "instance", Api.DES, "des", Api.RAM, "ram", Api.STS, "sts");

  @Test
  void everyOperationFileIsRegisteredUnderItsName() throws IOException {
    for (Map.Entry<Api, String> entry : FOLDERS.entrySet()) {
      Set<String> files = new TreeSet<>();
      Path folder = Path.of("src/main/java/coffer/operations", entry.getValue());
      try (Stream<Path> all = Files.list(folder)) {
        for (Path file : all.toList()) {
          if (Files.readString(file).contains(" OPERATION =")) {
            files.add(file.getFileName().toString().replace(".java", ""));
          }
        }
      }
      Set<String> registered = new TreeSet<>();
      for (Operation<?, ?> operation : ALL.all()) {
        if (operation.api() == entry.getKey()) {
          registered.add(operation.name());
          String home = "coffer.operations." + entry.getValue() + "." + operation.name();
          assertThat(operation.request().getName()).isEqualTo(home + "$Request");
        }
      }
      assertThat(registered).as("%s", entry.getKey()).isNotEmpty().isEqualTo(files);
    }
    assertThat(ALL.all()).allMatch(operation -> FOLDERS.containsKey(operation.api()));
  }

  @Test
  void everyFieldIsDocumentedInASentence() {
    Set<Class<?>> seen = new HashSet<>();
    for (Operation<?, ?> operation : ALL.all()) {
      assertThat(operation.summary()).as(operation.action()).matches("[A-Z].*\\.");
      documented(operation.request(), seen);
      documented(operation.answer(), seen);
    }
  }

  private static void documented(Class<? extends Record> type, Set<Class<?>> seen) {
    if (!seen.add(type)) {
      return;
    }
    Set<String> names = new HashSet<>();
    for (Shape.Field field : Shape.of(type).fields()) {
      assertThat(field.doc())
          .as("%s.%s", type.getName(), field.component())
          .matches("(?s)\\S.*\\.");
      assertThat(names.add(field.name())).as("%s.%s", type.getName(), field.name()).isTrue();
      if (field.element().isRecord() && field.element().getName().contains(".operations.")) {
        documented(field.element().asSubclass(Record.class), seen);
      }
    }
  }

  @Test
  void operationsAreFoundByApiAndName() {
    List<String> actions = new ArrayList<>();
    for (Operation<?, ?> operation : ALL.all()) {
      assertThat(ALL.find(operation.api(), operation.name()).orElseThrow()).isSameAs(operation);
      actions.add(operation.action());
    }
    assertThat(actions).doesNotHaveDuplicates().contains("kms:Encrypt", "instance:Encrypt");
    assertThat(ALL.find(Api.KMS, "encrypt")).isEmpty();
    assertThat(ALL.find(Api.KMS, "Sign")).isEmpty();
    assertThat(ALL.find(Api.RAM, "Encrypt")).isEmpty();
  }

  @Test
  void noOperationListsWhatAllMayAnswer() {
    for (Operation<?, ?> operation : ALL.all()) {
      assertThat(operation.errors())
          .as(operation.action())
          .doesNotContainAnyElementsOf(Operation.COMMON);
    }
  }

  @Test
  void whatChangesIsMarkedSo() {
    for (Operation<?, ?> operation : ALL.all()) {
      boolean changes =
          operation
              .name()
              .matches(
                  "(Create|Delete|Update|Enable|Disable|Schedule|Cancel|Set|Connect|Disconnect|Release"
                      + "|Tag|Untag|Change|Register|Deregister|Enroll|Config|Initialize|Join|Import"
                      + "|GetParametersForImport|Leave|Sync|Switch|Seal|Rotate|Attach|Detach|Add|Remove"
                      + "|Assume|Bind|Unbind|Migrate)"
                      + ".*");
      assertThat(operation.kind() == Operation.Kind.CHANGE)
          .as(operation.action())
          .isEqualTo(changes);
    }
  }
}
