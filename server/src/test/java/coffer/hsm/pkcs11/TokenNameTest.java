package coffer.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.hsm.HsmException;
import coffer.hsm.HsmIdentity;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenNameTest {
  private static final HsmIdentity TOKEN =
      new HsmIdentity("zone a+b", "0123", "Maker", "Model 7", "1.2");

  @Test
  void readsTokenAndModule() {
    TokenName name = parse("pkcs11:token=zone%20a+b;serial=0123?module-name=luna");
    assertThat(name.moduleName()).isEqualTo("luna");
    assertThat(name.names(TOKEN)).isTrue();
  }

  @Test
  void everyGivenAttributeMustFit() {
    assertThat(parse("pkcs11:serial=0123;model=Model%207?module-name=m").names(TOKEN)).isTrue();
    assertThat(parse("pkcs11:serial=0123;model=Model?module-name=m").names(TOKEN)).isFalse();
    assertThat(parse("pkcs11:token=zone;serial=0123?module-name=m").names(TOKEN)).isFalse();
    assertThat(parse("pkcs11:serial=0123;manufacturer=X?module-name=m").names(TOKEN)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          software:x                                             | scheme
          pkcs11:token=a                                         | module-name
          pkcs11:token=a?module-name=                            | module-name
          pkcs11:manufacturer=a?module-name=m                    | token= or serial=
          pkcs11:token=a;slot-id=1?module-name=m                 | unknown attribute slot-id
          pkcs11:token=a?module-name=m&colour=red                | unknown attribute colour
          pkcs11:token=a?module-path=/tmp/evil.so                | module-path
          pkcs11:token=a?module-name=m&pin-value=1234            | pin-value
          pkcs11:token=a?module-name=m&pin-source=file:/x        | pin-source
          pkcs11:token=a;token=b?module-name=m                   | twice
          pkcs11:token?module-name=m                             | no value
          """)
  void refusesTheRestAndSaysWhy(String uri, String why) {
    assertThatThrownBy(() -> parse(uri)).isInstanceOf(HsmException.class).hasMessageContaining(why);
  }

  private static TokenName parse(String uri) {
    return TokenName.parse(URI.create(uri));
  }
}
