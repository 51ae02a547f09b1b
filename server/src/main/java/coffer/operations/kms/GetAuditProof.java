package coffer.operations.kms;

import coffer.audit.AuditProofs;
import coffer.model.ErrorCode;
import coffer.model.KmsException;
import coffer.operations.Api;
import coffer.operations.Call;
import coffer.operations.Doc;
import coffer.operations.Operation;
import coffer.operations.Services;
import coffer.operations.Target;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// Proves that a record stands in the audit trail as it was written: the chain from it to the next
/// head that an HSM signed.
public final class GetAuditProof {
  private GetAuditProof() {}

  /// What is asked.
  public record Request(@Doc("Number of the record, as SearchAuditRecords tells.") long sequence) {}

  /// What is answered.
  public record Answer(
      @Doc("Number of the record.") long sequence,
      @Doc("The record, in JSON, as it is in the trail.") String auditRecord,
      @Doc("Chain value before the record, in Base64.") String previousChainValue,
      @Doc(
              "Base64 of the record and of all that follow it up to the head. A chain value is SHA-256"
                  + " of the value before, the number in 8 bytes, and the record.")
          Payloads payloads,
      @Doc("The signed head.") Head head) {}

  /// A list as clients nest it.
  public record Payloads(@Doc("The records, in Base64.") List<String> payload) {}

  /// A chain value under an HSM's signature.
  public record Head(
      @Doc("Number of the newest record that it speaks for.") long sequence,
      @Doc("Chain value of that record, in Base64.") String chainValue,
      @Doc("When it was signed.") Instant signedAt,
      @Doc("Serial of the HSM that signed.") String signer,
      @Doc("ECDSA-SHA256 (DER) in Base64; docs/security-model.md tells what is signed.")
          String signature,
      @Doc("PEM of the HSM's identity certificate, issued in its cluster.") String certificate) {}

  public static final Operation<Request, Answer> OPERATION =
      Operation.of(
          Api.KMS,
          "GetAuditProof",
          "Proves that a record stands in the audit trail as it was written: the chain from it to the"
              + " next head that an HSM signed, within a second of the record.",
          Request.class,
          Answer.class,
          Operation.Kind.READ,
          Set.of(ErrorCode.RESOURCE_NOT_FOUND),
          (_, _, _) -> new Target.Service(),
          GetAuditProof::perform);

  private static Answer perform(Services services, Call<Request> call) {
    long sequence = call.request().sequence();
    if (sequence < 1) {
      throw KmsException.invalid("Sequence", "1 or more");
    }
    AuditProofs.Proof proof =
        services
            .audit()
            .proofs()
            .prove(sequence)
            .orElseThrow(() ->
                new KmsException(
                    ErrorCode.RESOURCE_NOT_FOUND,
                    "No record of that number is in the trail under a head that is signed."));
    return new Answer(
        sequence,
        new String(proof.payloads().getFirst(), StandardCharsets.UTF_8),
        base64(proof.previous()),
        new Payloads(proof.payloads().stream().map(GetAuditProof::base64).toList()),
        new Head(
            proof.head().sequence(),
            base64(proof.head().hash()),
            proof.head().at(),
            proof.head().signer(),
            base64(proof.head().signature()),
            proof.certificate()));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
