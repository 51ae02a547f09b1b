package coffer.operations.kms;

import coffer.clusters.Pem;
import coffer.model.ClientKey;
import coffer.operations.Doc;
import java.time.Instant;

/// What is known of a client key. Its private key and password are not among it.
public record ClientKeyDescription(
    @Doc("Id of the client key.") String clientKeyId,
    @Doc("Name of its access point.") String aapName,
    @Doc("RSA_2048.") String keyAlgorithm,
    @Doc("KMS_PROVIDED.") String keyOrigin,
    @Doc("Its certificate, in PEM.") String publicKeyData,
    @Doc("When it was created.") Instant createTime,
    @Doc("Start of its validity.") Instant notBefore,
    @Doc("End of its validity.") Instant notAfter) {

  static ClientKeyDescription of(ClientKey key) {
    return new ClientKeyDescription(
        key.id().value(),
        key.accessPoint().value(),
        CreateClientKey.ALGORITHM,
        "KMS_PROVIDED",
        Pem.write("CERTIFICATE", key.certificate()),
        key.created(),
        key.notBefore(),
        key.notAfter());
  }
}
