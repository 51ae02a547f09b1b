package coffer.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.HsmLocation;
import coffer.hsm.HsmMember;
import coffer.hsm.ProbeTable;
import coffer.model.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The tables of docs/hsm-modules.md say what these modules do.
class ModulePageTest {
  private static final Path PAGE = Path.of("../docs/hsm-modules.md");
  private static final String END = "<!-- end -->";

  @Test
  void softHsmIsAsThePageSays() throws IOException {
    agrees("softhsm", SoftHsm.token());
  }

  @Test
  void nssIsAsThePageSays() throws IOException {
    agrees("nss", Nss.token(3));
  }

  private static void agrees(String module, HsmLocation token) throws IOException {
    String table;
    try (SecretBytes pin = SoftHsm.pin();
        HsmMember member = new Pkcs11Provider().open(token, pin)) {
      table = ProbeTable.markdown(member.probes());
    }
    String page = Files.readString(PAGE);
    String mark = "<!-- probed: " + module + " -->\n";
    int from = page.indexOf(mark) + mark.length();
    int to = page.indexOf(END, from);
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
    } else {
      assertThat(page.substring(from, to)).isEqualTo(table);
    }
  }
}
