package coffer.operations.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.model.ErrorCode;
import coffer.operations.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `-Dgolden=write` rewrites the pages.
class ReferenceTest {
  @Test
  void theOperationsPageIsWhatTheOperationsSay() throws IOException {
    String page = Reference.markdown(Catalog.all());
    for (Operation<?, ?> operation : Catalog.all().all()) {
      assertThat(page).contains("\n### " + operation.name() + "\n", operation.summary());
    }
    golden("operations.md", page);
  }

  @Test
  void theErrorsPageHasEveryError() throws IOException {
    String page = Reference.errors();
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(page).contains("| `" + code.name() + "` |");
    }
    golden("errors.md", page);
  }

  static void golden(String name, String page) throws IOException {
    Path file = root().resolve("docs").resolve(name);
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, page);
    }
    assertThat(file).as("-Dgolden=write makes it").exists();
    assertThat(Files.readString(file)).as("-Dgolden=write rewrites %s", file).isEqualTo(page);
  }

  /// The nearest folder above that holds all modules.
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("server"))
        || !Files.exists(folder.resolve("pom.xml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new AssertionError("not inside the repository");
      }
    }
    return folder;
  }
}
