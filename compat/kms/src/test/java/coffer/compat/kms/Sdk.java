package coffer.compat.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import coffer.compat.harness.RootKey;
import coffer.compat.harness.ServerHome;
import com.aliyun.kms20160120.Client;
import com.aliyun.kms20160120.models.CreateKeyRequest;
import com.aliyun.kms20160120.models.CreateKeyResponseBody.CreateKeyResponseBodyKeyMetadata;
import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.models.Config;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// The SDK as an administrator sets it up.
final class Sdk {
  private static final Set<String> REFUSED_REQUEST_IDS = ConcurrentHashMap.newKeySet();
  private static final Pattern REQUEST_ID =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

  private Sdk() {}

  static Client client(ServerHome home, SignatureVersion version) throws Exception {
    return client(home, version, home.server().rootKey());
  }

  static Client client(ServerHome home, SignatureVersion version, RootKey key) throws Exception {
    Config config =
        new Config()
            .setAccessKeyId(key.id())
            .setAccessKeySecret(key.secret())
            .setEndpoint(home.server().hostAndPort())
            .setProtocol("https")
            .setRegionId("cn-hangzhou")
            .setCa(Files.readString(home.server().ca()));
    return new Client(version.applied(config));
  }

  static CreateKeyResponseBodyKeyMetadata createKey(Client sdk, String spec) throws Exception {
    return sdk.createKey(new CreateKeyRequest().setKeySpec(spec)).getBody().getKeyMetadata();
  }

  static TeaException refusal(int status, String code, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(TeaException.class);
    TeaException refusal = (TeaException) thrown;
    assertThat(refusal.getCode()).as(refusal.getMessage()).isEqualTo(code);
    assertThat(refusal.getStatusCode()).isEqualTo(status);
    return refusal;
  }

  /// Expects that a known caller is refused, and remembers the request id.
  static void expectRefusal(int status, String code, ThrowingCallable call) {
    String data = String.valueOf(refusal(status, code, call).getData());
    Matcher id = REQUEST_ID.matcher(data);
    assertThat(id.find()).as("a request id in %s", data).isTrue();
    REFUSED_REQUEST_IDS.add(id.group());
  }

  static Set<String> refusedRequestIds() {
    return REFUSED_REQUEST_IDS;
  }
}
