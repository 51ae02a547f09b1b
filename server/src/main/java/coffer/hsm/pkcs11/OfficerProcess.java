package coffer.hsm.pkcs11;

import coffer.hsm.HsmException;
import coffer.hsm.HsmFailure;
import coffer.model.SecretBytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;

/// A process for steps that need another login than the serving process has: login state belongs to
/// a process, and logging out there would end every session object. Takes one request on its
/// standard input, answers on its standard output, ends.
///
/// Uses nothing but this module and the JDK, so that it starts quickly.
final class OfficerProcess {
  static final String TRANSPORT = "coffer-transport";

  private OfficerProcess() {}

  public static void main(String[] arguments) throws IOException {
    try (DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in));
        DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out))) {
      OfficerRequest request = OfficerRequest.readFrom(in);
      String failure = "";
      String message = "";
      try (SecretBytes pin = request.pin();
          SecretBytes newPin = request.newPin()) {
        perform(request, pin, newPin);
      } catch (ModuleRefusal refusal) {
        HsmException meaning = refusal.toHsmException();
        failure = meaning.failure().name();
        message = String.valueOf(meaning.getMessage());
      } catch (HsmException refusal) {
        failure = refusal.failure().name();
        message = String.valueOf(refusal.getMessage());
      }
      out.writeUTF(failure);
      out.writeUTF(message);
      out.flush();
    }
  }

  private static void perform(OfficerRequest request, SecretBytes pin, SecretBytes newPin) {
    LoadedModule module = ModuleRegistry.PROCESS.load(request.module());
    Token token =
        module
            .find(request.token())
            .orElseThrow(() -> new HsmException(HsmFailure.UNAVAILABLE, "token is not present"));
    try (Scratch memory = new Scratch()) {
      Session session = Session.open(module.functions(), token.slot(), memory);
      long user =
          request.action() == OfficerRequest.Action.CHECK_USER_PIN ? Ck.CKU_USER : Ck.CKU_SO;
      if (!session.login(user, pin)) {
        throw new HsmException(HsmFailure.UNAVAILABLE, "a fresh process was logged in already");
      }
      switch (request.action()) {
        case SET_USER_PIN -> session.initPin(newPin);
        case CHECK_USER_PIN -> {
          // Login was the check.
        }
        case TRUST_TRANSPORT -> {
          long _ = trust(session, request);
        }
      }
      session.close();
    }
  }

  /// Trust must be given when the object is made: modules refuse it later. Where the module does
  /// not know trust, a plain public key does.
  private static long trust(Session session, OfficerRequest request) {
    RSAPublicKey key = PublicKeys.parseRsa(request.publicKey());
    Attributes plain =
        DomainObjects.labelled(Ck.CKO_PUBLIC_KEY, TRANSPORT)
            .number(Ck.CKA_KEY_TYPE, Ck.CKK_RSA)
            .flag(Ck.CKA_PRIVATE, false)
            .flag(Ck.CKA_WRAP, true)
            .bytes(Ck.CKA_MODULUS, PublicKeys.unsigned(key.getModulus()))
            .bytes(Ck.CKA_PUBLIC_EXPONENT, PublicKeys.unsigned(key.getPublicExponent()))
            .bytes(Ck.CKA_ID, request.id());
    try {
      return session.create(plain.flag(Ck.CKA_TRUSTED, true));
    } catch (ModuleRefusal refusal) {
      if (!DomainTemplates.refusesAttribute(refusal)) {
        throw refusal;
      }
      return session.create(plain);
    }
  }
}
