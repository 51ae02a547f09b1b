package coffer.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.hsm.HsmFailure;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table of return codes, against a second copy of it by number.
class ReturnCodeTest {
  @ParameterizedTest
  @CsvSource({
    "CALLER, 7 20 21 62 63 68 69 6a 71 c0 c1 d0 d1 150",
    "CIPHERTEXT, 40 41 110 112",
    "UNSUPPORTED, 54 70 130 140",
    "SESSION, 90 91",
    "EPOCH, b0 b3 101",
    "HANDLE, 60 82 f0 113",
    "DEVICE, 2 3 5 6 30 31 32 50 b1 e0 e1",
    "MODULE, 190",
    "CREDENTIAL, a0 a1 a2 a3 a4 102 103 104",
    "SUCCESS, 0 100 191"
  })
  void codesHaveTheirClasses(ReturnClass expected, String codes) {
    for (String code : codes.split(" ", -1)) {
      assertThat(ReturnCode.classOf(Long.parseLong(code, 16))).as("0x" + code).isEqualTo(expected);
    }
  }

  @Test
  void unknownAndVendorCodesAreTheDevices() {
    assertThat(ReturnCode.classOf(0x80000001L)).isEqualTo(ReturnClass.DEVICE);
    assertThat(ReturnCode.classOf(0x1ffL)).isEqualTo(ReturnClass.DEVICE);
  }

  @Test
  void numbersStandOnce() {
    Set<Long> numbers = new HashSet<>();
    for (ReturnCode code : ReturnCode.values()) {
      assertThat(numbers.add(code.number())).as(code.name()).isTrue();
    }
  }

  @Test
  void refusalsNameFunctionAndCode() {
    ModuleRefusal refusal = new ModuleRefusal("C_Login", 0xa4);
    assertThat(refusal).hasMessage("C_Login: CKR_PIN_LOCKED (0xa4)");
    assertThat(refusal.toHsmException().failure()).isEqualTo(HsmFailure.CREDENTIAL);
    assertThat(new ModuleRefusal("C_Sign", 0x80000001L))
        .hasMessage("C_Sign: CKR_unknown (0x80000001)");
  }
}
