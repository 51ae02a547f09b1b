package coffer.audit;

import coffer.audit.Audits.Heads;
import coffer.audit.Audits.Signer;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A process that records as fast as it can and says what was acknowledged, until it is killed.
final class AuditLoad {
  private AuditLoad() {}

  public static void main(String[] args) throws Exception {
    AuditLog log = Audits.open(Path.of(args[0]), new Heads(), new Signer("0001"));
    for (int thread = 0; thread < 3; thread++) {
      int number = thread;
      // One write(2) a line: what a killed process has said is what was acknowledged.
      FileOutputStream acknowledged = new FileOutputStream(args[1] + "." + number);
      Thread.ofPlatform()
          .start(() -> {
            try {
              for (int i = 0; ; i++) {
                String id = number + ":" + i;
                if (i % 50 == 0) {
                  log.recordDurably(Audits.event(id));
                } else {
                  log.record(Audits.event(id));
                }
                acknowledged.write((id + "\n").getBytes(StandardCharsets.US_ASCII));
              }
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }
}
