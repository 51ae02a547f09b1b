package coffer.hsm.pkcs11;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The operator's guide says of every class and code what the driver does.
class RecoveryTableTest {
  private static final Path PAGE = Path.of("../docs/operating.md");

  @Test
  void theGuideHasEveryClassWithItsActionAndCodes() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    for (ReturnClass each : ReturnClass.values()) {
      String start = "| `" + each + "` | `" + each.repair() + "` | ";
      String codes =
          Arrays.stream(ReturnCode.values())
              .filter(code -> code.returnClass() == each)
              .map(code -> "`" + code + "`")
              .collect(joining(", "));
      assertThat(lines)
          .as(each.name())
          .anyMatch(line ->
              line.startsWith(start)
                  && line.endsWith(" | " + (codes.isEmpty() ? "no answer in time" : codes) + " |"));
    }
  }
}
