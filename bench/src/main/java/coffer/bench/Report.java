package coffer.bench;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/// All that was measured.
record Report(List<Row> rows, List<Share> steps, List<Figure> figures) {
  private static final String COLUMNS = "%-28s %-9s %-15s %-9s %5s %10s %10s %10s %12s%n";

  String json() {
    return JsonMapper.builder().build().writeValueAsString(this);
  }

  String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            COLUMNS,
            "operation",
            "wire",
            "key",
            "hsm",
            "conn",
            "calls/s",
            "p50 us",
            "p99 us",
            "CPU us/call"));
    rows.forEach(row -> text.append(line(row)));
    if (!steps.isEmpty()) {
      text.append("\nWhere the server's processor time of an Encrypt call goes:\n");
      steps.forEach(step ->
          text.append(String.format(Locale.ROOT, "  %-16s %5.1f %%%n", step.step(), step.share())));
    }
    if (!figures.isEmpty()) {
      text.append("\n");
      figures.forEach(figure ->
          text.append(
              String.format(
                  Locale.ROOT,
                  "%-52s %10.2f %s%n",
                  figure.figure(),
                  figure.value(),
                  figure.unit())));
    }
    return text.toString();
  }

  private static String line(Row row) {
    return String.format(
        COLUMNS,
        row.operation(),
        row.wire(),
        row.keySpec(),
        row.hsm(),
        row.connections(),
        whole(row.callsPerSecond()),
        whole(row.p50Micros()),
        whole(row.p99Micros()),
        String.format(Locale.ROOT, "%.1f", row.serverCpuMicrosPerCall()));
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
