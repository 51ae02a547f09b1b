package coffer.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportTest {
  private static final Report REPORT =
      new Report(
          List.of(new Row("Encrypt", "instance", "Aliyun_AES_256", "software", 8, 1, 2, 3, 4.5)),
          List.of(new Share("audit", 2.5)),
          List.of(Figure.of("start", 1.234, "s")));

  @Test
  void jsonHasFlatRowsAndTheStepsApart() {
    assertThat(REPORT.json())
        .contains("\"rows\":[{", "\"steps\":[{")
        .contains("\"operation\":\"Encrypt\"", "\"wire\":\"instance\"", "\"connections\":8")
        .contains("\"keySpec\":\"Aliyun_AES_256\"", "\"hsm\":\"software\"")
        .contains("\"callsPerSecond\":1.0", "\"p50Micros\":2.0", "\"p99Micros\":3.0")
        .contains("\"figures\":[{\"figure\":\"start\",\"value\":1.23,\"unit\":\"s\"}]")
        .contains("\"serverCpuMicrosPerCall\":4.5", "\"step\":\"audit\"", "\"share\":2.5");
  }

  @Test
  void theTableHasALineForEachRowAndStep() {
    assertThat(REPORT.table().lines().filter(line -> line.startsWith("Encrypt"))).hasSize(1);
    assertThat(REPORT.table()).contains("audit", "2.5 %").containsPattern("start +1.23 s");
  }
}
