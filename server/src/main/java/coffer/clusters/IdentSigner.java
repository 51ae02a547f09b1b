package coffer.clusters;

import coffer.hsm.HsmMember;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;

/// Lets an HSM's identity key sign certificates and requests; the key stays inside.
final class IdentSigner implements ContentSigner {
  private final HsmMember member;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  IdentSigner(HsmMember member) {
    this.member = member;
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
  }

  @Override
  public OutputStream getOutputStream() {
    return content;
  }

  @Override
  public byte[] getSignature() {
    return member.signAsIdent(content.toByteArray());
  }
}
