package coffer.hsm.pkcs11;

import coffer.hsm.HsmIdentity;
import coffer.hsm.HsmModule;
import coffer.model.SecretBytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What the officer's process is to do, as it goes over the pipe between the processes: PINs travel
/// there and not as arguments, which every user of the machine can read.
///
/// @param pin who logs in: the security officer, or for `CHECK_USER_PIN` kmsuser
/// @param newPin for `SET_USER_PIN`
/// @param publicKey for `TRUST_TRANSPORT`: X.509 SubjectPublicKeyInfo of an RSA key
/// @param id for `TRUST_TRANSPORT`: CKA_ID of the object to make
record OfficerRequest(
    Action action,
    HsmModule module,
    String label,
    String serial,
    SecretBytes pin,
    SecretBytes newPin,
    byte[] publicKey,
    byte[] id) {
  private static final int FIELD_BYTES_MAX = 4096;

  /// Steps that need a login of their own.
  enum Action {
    /// Loads and initialises the module, no more.
    TRY_MODULE,
    SET_USER_PIN,
    CHECK_USER_PIN,
    TRUST_TRANSPORT
  }

  static OfficerRequest tryModule(HsmModule module) {
    return new OfficerRequest(
        Action.TRY_MODULE,
        module,
        "",
        "",
        SecretBytes.owning(new byte[0]),
        SecretBytes.owning(new byte[0]),
        new byte[0],
        new byte[0]);
  }

  static OfficerRequest setUserPin(
      HsmModule module, HsmIdentity token, SecretBytes officer, SecretBytes pin) {
    return new OfficerRequest(
        Action.SET_USER_PIN,
        module,
        token.label(),
        token.serial(),
        officer,
        pin,
        new byte[0],
        new byte[0]);
  }

  static OfficerRequest checkUserPin(HsmModule module, HsmIdentity token, SecretBytes pin) {
    return new OfficerRequest(
        Action.CHECK_USER_PIN,
        module,
        token.label(),
        token.serial(),
        pin,
        SecretBytes.owning(new byte[0]),
        new byte[0],
        new byte[0]);
  }

  static OfficerRequest trustTransport(
      HsmModule module, HsmIdentity token, SecretBytes officer, byte[] publicKey, byte[] id) {
    return new OfficerRequest(
        Action.TRUST_TRANSPORT,
        module,
        token.label(),
        token.serial(),
        officer,
        SecretBytes.owning(new byte[0]),
        publicKey,
        id);
  }

  /// The same token and no other.
  TokenName token() {
    return new TokenName(module.name(), Map.of("token", label, "serial", serial));
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.writeUTF(action.name());
    out.writeUTF(module.name());
    out.writeUTF(module.path().toString());
    writeOptional(out, module.sha256());
    writeOptional(out, module.initArguments());
    out.writeUTF(label);
    out.writeUTF(serial);
    writeSecret(out, pin);
    writeSecret(out, newPin);
    writeBytes(out, publicKey);
    writeBytes(out, id);
    out.flush();
  }

  static OfficerRequest readFrom(DataInputStream in) throws IOException {
    return new OfficerRequest(
        Action.valueOf(in.readUTF()),
        new HsmModule(in.readUTF(), Path.of(in.readUTF()), readOptional(in), readOptional(in)),
        in.readUTF(),
        in.readUTF(),
        SecretBytes.owning(readBytes(in)),
        SecretBytes.owning(readBytes(in)),
        readBytes(in),
        readBytes(in));
  }

  private static void writeSecret(DataOutputStream out, SecretBytes secret) throws IOException {
    // Lending cannot throw an IOException, so a copy crosses over, and is wiped.
    byte[] copy = secret.use(byte[]::clone);
    try (SecretBytes wiped = SecretBytes.owning(copy)) {
      out.writeInt(wiped.length());
      out.write(copy);
    }
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > FIELD_BYTES_MAX) {
      throw new IOException("field is too long");
    }
    return in.readNBytes(length);
  }

  private static void writeOptional(DataOutputStream out, Optional<String> text)
      throws IOException {
    out.writeBoolean(text.isPresent());
    out.writeUTF(text.orElse(""));
  }

  private static Optional<String> readOptional(DataInputStream in) throws IOException {
    boolean present = in.readBoolean();
    String text = in.readUTF();
    return present ? Optional.of(text) : Optional.empty();
  }
}
