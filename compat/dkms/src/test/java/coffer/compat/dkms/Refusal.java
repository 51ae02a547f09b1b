package coffer.compat.dkms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.aliyun.tea.TeaException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Expects a refusal and remembers its request id, for the audit trail to be asked about.
final class Refusal {
  private static final Set<String> REQUEST_IDS = ConcurrentHashMap.newKeySet();

  private Refusal() {}

  static void expect(int status, String code, ThrowingCallable call) {
    expect(status, code, "", call);
  }

  static void expect(int status, String code, String what, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).as(what).isInstanceOf(TeaException.class);
    TeaException refusal = (TeaException) thrown;
    Map<String, Object> data = refusal.getData();
    assertThat(refusal.getCode()).as("%s %s", what, refusal.getMessage()).isEqualTo(code);
    assertThat(String.valueOf(data.get("httpCode"))).as(what).isEqualTo(String.valueOf(status));
    remember(String.valueOf(data.get("requestId")));
  }

  /// Of a caller that is known: these are written one by one.
  static void remember(String requestId) {
    assertThat(requestId).matches("[0-9a-fA-F-]{36}");
    REQUEST_IDS.add(requestId);
  }

  static Set<String> requestIds() {
    return REQUEST_IDS;
  }
}
