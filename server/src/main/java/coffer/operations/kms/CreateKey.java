package coffer.operations.kms;

import coffer.keys.NewKey;
import coffer.model.ErrorCode;
import coffer.model.Key;
import coffer.model.KeySpec;
import coffer.model.KeyStorageMechanism;
import coffer.model.KeyUsage;
import coffer.model.KmsInstance;
import coffer.model.Origin;
import coffer.model.ProtectionLevel;
import coffer.model.Tags;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import coffer.policy.PolicySet;
import coffer.ram.KeyPolicies;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Creates a key; its material is generated in the instance's HSM, or waited for.
public final class CreateKey {
  private CreateKey() {}

  /// What is asked.
  public record Request(
      @Doc(
              value = "Instance to hold the key; the default instance by default.",
              name = "DKMSInstanceId")
          Optional<String> dkmsInstanceId,
      @Doc("Free text, at most 8192 characters.") Optional<String> description,
      @Doc("Kind and size of the key; Aliyun_AES_256 by default.") Optional<KeySpec> keySpec,
      @Doc("What the key is for; by default what its spec is mostly for.")
          Optional<KeyUsage> keyUsage,
      @Doc("What an RSA key is for besides.") Optional<KeyUsage> secondaryKeyUsage,
      @Doc(
              "Where the material is born; Aliyun_KMS by default. A symmetric key of Origin EXTERNAL is in PendingImport until its material is imported.")
          Optional<Origin> origin,
      @Doc("Accepted; DescribeKey tells what truly guards the key.")
          Optional<ProtectionLevel> protectionLevel,
      @Doc(
              "Where the material rests: HsmEncryptedDatabase (default), wrapped in the store, or HsmInternal, inside each HSM of the cluster, two of which must serve.")
          Optional<KeyStorageMechanism> keyStorageMechanism,
      @Doc("Whether a symmetric key gets new versions by itself.")
          Optional<Boolean> enableAutomaticRotation,
      @Doc("7 to 730 days, as `30d` or `604800s`; needed to rotate.")
          Optional<String> rotationInterval,
      @Doc("Who may use the key, as for SetKeyPolicy; by default what users' policies say.")
          Optional<String> policy,
      @Doc("JSON array of at most 20 tags.") Optional<List<TagPair>> tags) {}

  /// What is answered.
  public record Answer(@Doc("The new key.") KeyMetadata keyMetadata) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "CreateKey",
          "Creates a key in an instance's HSMs.",
          Request.class,
          Answer.class,
          Operation.Kind.CHANGE,
          Set.of(
              ErrorCode.INSTANCE_NOT_FOUND,
              ErrorCode.UNAVAILABLE,
              ErrorCode.LIMIT_EXCEEDED,
              ErrorCode.REJECTED_UNSUPPORTED_OPERATION,
              ErrorCode.UNSUPPORTED_ORIGIN),
          (_, _, _) -> new Target.Named("key", "*"),
          CreateKey::perform);

  private static Answer perform(Services services, Call<Request> call) {
    Request request = call.request();
    Optional<PolicySet> policy = request.policy().map(KeyPolicies::compile);
    KeySpec spec = request.keySpec().orElse(KeySpec.ALIYUN_AES_256);
    KmsInstance instance =
        request
            .dkmsInstanceId()
            .map(services.instances()::require)
            .orElseGet(services.instances()::defaultInstance);
    NewKey wanted =
        new NewKey(
            instance.id(),
            spec,
            request.keyUsage().orElseGet(spec::defaultUsage),
            request.secondaryKeyUsage(),
            request.origin().orElse(Origin.ALIYUN_KMS),
            request.keyStorageMechanism().orElse(KeyStorageMechanism.HSM_ENCRYPTED_DATABASE),
            request.description().orElse(""),
            UpdateRotationPolicy.interval(
                request.enableAutomaticRotation().orElse(false), request.rotationInterval()),
            Tags.NONE.with("Tags", TagPair.map("Tags", request.tags().orElse(List.of()))),
            request.policy());
    Key key =
        services
            .keys()
            .create(wanted, made -> policy.ifPresent(it -> admit(services, call, made, it)));
    return new Answer(KeyMetadata.created(services, key));
  }

  private static void admit(Services services, Call<Request> call, Key made, PolicySet policy) {
    services.decisions().requireNoLockOut(call.caller(), SetKeyPolicy.ACTION, made, policy);
    services.ram().keyPolicies().announce(made.id());
  }
}
