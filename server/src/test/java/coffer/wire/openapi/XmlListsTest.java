package coffer.wire.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.access.Principal;
import coffer.model.AccessKeyId;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyUsage;
import coffer.model.SecretBytes;
import coffer.operations.House;
import coffer.operations.catalog.Catalog;
import coffer.ram.AccessKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lists as XML: the wrapper always, an element for each of what is in it.
class XmlListsTest {
  @TempDir Path directory;
  private House house;
  private OpenApiWire wire;
  private int nonces;

  @BeforeEach
  void build() {
    house = new House(directory);
    wire =
        new OpenApiWire(
            Catalog.all(),
            house.pipeline,
            XmlListsTest::signingKey,
            house.clock,
            SignatureRules.DEFAULT);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static Optional<AccessKeys.SigningKey> signingKey(String id) {
    Principal root = new Principal.Root(House.ACCOUNT.id(), new AccessKeyId(TestSigner.KEY));
    SecretBytes secret = SecretBytes.owning(TestSigner.SECRET.getBytes(StandardCharsets.UTF_8));
    return Optional.of(new AccessKeys.SigningKey(root, secret, true));
  }

  @Test
  void anEmptyListHasItsWrapper() {
    for (String action : List.of("ListKeys", "ListAliases")) {
      String wrapper = action.substring("List".length());
      assertThat(send(action, Map.of()))
          .contains("<" + action + "Response><" + wrapper + "></" + wrapper + "><PageNumber>1<")
          .contains("<TotalCount>0</TotalCount>");
    }
    assertThat(send("ListTagResources", Map.of("RegionId", "r", "ResourceType", "key")))
        .contains("<TagResources></TagResources><NextToken></NextToken>");
  }

  @Test
  void elementsRepeatTheListsName() {
    Key key = house.create(KeySpec.ALIYUN_AES_256, KeyUsage.ENCRYPT_DECRYPT);
    house.keys.tagging().tag(List.of(key.id()), "Tags", Map.of("a", "1", "b", "2"));
    assertThat(send("ListResourceTags", Map.of("KeyId", key.id().value())))
        .contains("<Tags>" + tag(key, "a", "1") + tag(key, "b", "2") + "</Tags>");
  }

  private static String tag(Key key, String name, String value) {
    return "<Tag><KeyId>"
        + key.id()
        + "</KeyId><TagKey>"
        + name
        + "</TagKey><TagValue>"
        + value
        + "</TagValue></Tag>";
  }

  private String send(String action, Map<String, String> parameters) {
    Map<String, String> all = new HashMap<>(parameters);
    all.put("Format", "XML");
    TestCall call = TestSigner.v3(action, all, "n" + nonces++, "2026-03-01T12:00:00Z");
    wire.handle(call);
    assertThat(call.status).as(call.text()).isEqualTo(200);
    return call.text();
  }
}
