package coffer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.model.SecretBytes;
import coffer.operations.Api;
import coffer.operations.Operation;
import coffer.operations.Operations;
import coffer.operations.Shape;
import coffer.operations.catalog.Catalog;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

class ParameterTest {
  @Test
  void namesBecomeKebabCase() {
    assertThat(
            List.of(
                Kebab.of("GenerateDataKey"),
                Kebab.of("dkmsInstanceId"),
                Kebab.of("BindMFADevice"),
                Kebab.of("GetKmsInstance"),
                Kebab.of("sourcePrivateIp"),
                Kebab.of("iv")))
        .containsExactly(
            "generate-data-key",
            "dkms-instance-id",
            "bind-mfa-device",
            "get-kms-instance",
            "source-private-ip",
            "iv");
    assertThat(Kebab.environment("newPassword")).isEqualTo("COFFER_NEW_PASSWORD");
  }

  @Test
  void flagsDeriveFromComponents() {
    String table =
        Parameter.of(SampleOperations.Everything.class).stream()
            .map(p ->
                "%s %s %s%s"
                    .formatted(
                        p.name(),
                        p.kind(),
                        ParameterOptions.options(p).stream()
                            .map(OptionSpec::longestName)
                            .collect(Collectors.joining(",")),
                        p.required() ? " required" : ""))
            .collect(Collectors.joining("\n"));
    assertThat(table)
        .isEqualTo(
            """
            KeyId TEXT --key-id required
            DKMSInstanceId TEXT --dkms-instance-id
            KeySpec CHOICE --key-spec
            NumberOfBytes NUMBER --number-of-bytes
            DryRun SWITCH --dry-run
            Aad BYTES --aad,--aad-file
            Plaintext SECRET --plaintext-file required
            EncryptionContext PAIRS --encryption-context
            Resources LIST --resources
            Tags JSON --tags\
            """);
  }

  @Test
  void aSecretIsNeverAPlainFlag() {
    assertNoPlainSecrets(SampleOperations.registry());
    assertNoPlainSecrets(Catalog.all());
  }

  @Test
  void everyInstanceParameterHasItsPlaceInTheMessage() {
    for (Operation<?, ?> operation : Catalog.all().all()) {
      if (operation.api() == Api.INSTANCE) {
        assertThat(Parameter.of(operation.request()))
            .as(operation.action())
            .allMatch(p ->
                p.name().equals(InstanceClient.MIGRATION)
                    || InstanceMessage.hasField(operation.name(), p.name()));
      }
    }
  }

  @Test
  void aSecretInsideAnotherRecordIsRefused() {
    record Inner(SecretBytes password) {}
    record Outer(List<Inner> users) {}
    assertThatThrownBy(() -> Parameter.of(Outer.class)).hasMessageContaining("secret inside Users");
  }

  private static void assertNoPlainSecrets(Operations registry) {
    for (Operation<?, ?> operation : registry.all()) {
      List<Parameter> parameters = Parameter.of(operation.request());
      for (Shape.Field field : Shape.of(operation.request()).fields()) {
        if (field.type() == SecretBytes.class) {
          List<String> flags =
              parameters.stream()
                  .filter(p -> p.name().equals(field.name()))
                  .flatMap(p -> ParameterOptions.options(p).stream())
                  .map(OptionSpec::longestName)
                  .toList();
          assertThat(flags)
              .as(operation.action() + " " + field.name())
              .containsExactly("--" + Kebab.of(field.component()) + "-file");
        }
      }
    }
  }
}
