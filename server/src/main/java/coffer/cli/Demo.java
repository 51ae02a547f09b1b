package coffer.cli;

import coffer.model.SecretBytes;
import coffer.operations.Api;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Flow 1 on a running server, step by step. Everything that connects an application is removed at
/// the end, however it ends; the keys stay.
final class Demo {
  private static final List<String> HERE = List.of("127.0.0.0/8", "::1/128");
  private static final List<String> ELSEWHERE = List.of("10.99.0.0/16");
  private static final int NAME_BYTES = 4;

  /// @param instance the KMS instance
  /// @param endpoint `host:port`
  record Place(String instance, String endpoint, Path scratch) {}

  private final OpenApi api;
  private final SdkClient sdk;
  private final Narration narration;
  private final SecureRandom random;
  private final Undo undo;

  /// @param undo uses an API that still works when `api` has been stopped
  Demo(OpenApi api, Undo undo, SdkClient sdk, Narration narration, SecureRandom random) {
    this.api = api;
    this.undo = undo;
    this.sdk = sdk;
    this.narration = narration;
    this.random = random;
  }

  void run(Place place) {
    try {
      DemoCluster cluster = new DemoCluster(api, narration);
      cluster.showClusters();
      cluster.showInstance(place.instance());
      Map<String, String> keys = new DemoKeys(api, narration, place.instance()).findOrCreate();
      narration.step("Step 3. Connecting applications");
      String name = "coffer-demo-" + suffix();
      SdkClient.Application here = connect(place, name, HERE);
      SdkClient.Application elsewhere = connect(place, name + "-far", ELSEWHERE);
      use(keys, here, elsewhere);
    } finally {
      cleanUp();
    }
  }

  private void use(
      Map<String, String> keys, SdkClient.Application here, SdkClient.Application elsewhere) {
    narration.step("Step 4. The official SDK, alibabacloud-dkms-gcs-sdk 0.5.2, in its own JVM");
    DemoSdk application = new DemoSdk(sdk, narration);
    String aes = keys.getOrDefault(DemoKeys.AES, "");
    application.encryptAndDecrypt(here, aes);
    for (String spec : List.of(DemoKeys.RSA, DemoKeys.EC)) {
      application.signAndVerify(here, spec, keys.getOrDefault(spec, ""));
    }
    application.expectRefusal(
        elsewhere, aes, "from outside the network rule", 403, "Forbidden.NoPermission");
    String id = clientKeyId(here);
    api.call(Api.KMS, "DeleteClientKey", Map.of("ClientKeyId", Value.of(id)));
    undo.forget(id);
    narration.say("Client key " + id + " is deleted");
    application.expectRefusal(here, aes, "with the deleted client key", 404, "Unauthorized");
  }

  private SdkClient.Application connect(Place place, String name, List<String> networks) {
    String ca = ClientKeyCommand.ca(api, place.instance());
    try (SecretBytes password = Passwords.generate(random)) {
      ApplicationAccess.Granted granted =
          new ApplicationAccess(api, undo)
              .create(
                  new ApplicationAccess.Wanted(name, place.instance(), List.of("Key/*"), networks),
                  password);
      narration.ok(
          "Access point " + name + " for Key/*, from " + String.join(", ", networks) + " only");
      narration.say("client key " + granted.clientKeyId() + ", its password and the CA as files");
      return new SdkClient.Application(
          place.endpoint(),
          ClientKeyFiles.write(place.scratch(), granted, password, place.instance(), ca));
    }
  }

  private void cleanUp() {
    narration.step("Cleaning up");
    List<String> left = undo.run();
    left.forEach(what -> narration.say("could not be removed: " + what));
    narration.ok(
        left.isEmpty()
            ? "access points, policies, rules and client keys are removed; the keys stay"
            : "the rest is removed");
  }

  private static String clientKeyId(SdkClient.Application application) {
    String file = application.files().clientKey().getFileName().toString();
    return file.substring("clientKey_".length(), file.length() - ".json".length());
  }

  private String suffix() {
    byte[] bytes = new byte[NAME_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
