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

/// A process for steps that need another login than the serving process has: login state belongs to
/// a process, and logging out there would end every session object. Takes one request on its
/// standard input, answers on its standard output, ends.
///
/// Uses nothing but this module and the JDK, so that it starts quickly.
final class OfficerProcess {
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
    if (request.action() == OfficerRequest.Action.TRY_MODULE) {
      return;
    }
    Token token =
        module
            .find(request.token())
            .orElseThrow(() -> new HsmException(HsmFailure.UNAVAILABLE, "token is not present"));
    try (Scratch memory = new Scratch()) {
      Session session = Session.open(module.functions(), token.slot(), memory);
      long user =
          request.action() == OfficerRequest.Action.CHECK_USER_PIN ? Ck.CKU_USER : Ck.CKU_SO;
      login(session, user, pin);
      switch (request.action()) {
        case TRY_MODULE -> throw new IllegalStateException("needs no token");
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

  /// Some tokens have a security officer only until kmsuser has a PIN, and say that there is no
  /// such kind of user.
  private static void login(Session session, long user, SecretBytes pin) {
    try {
      if (!session.login(user, pin)) {
        throw new HsmException(HsmFailure.UNAVAILABLE, "a fresh process was logged in already");
      }
    } catch (ModuleRefusal refusal) {
      if (user == Ck.CKU_SO && refusal.is(ReturnCode.USER_TYPE_INVALID)) {
        throw new HsmException(
            HsmFailure.UNSUPPORTED, "the token has no security officer beside kmsuser", refusal);
      }
      throw refusal;
    }
  }

  /// Trust must be given when the object is made: modules refuse it later. Where the module does
  /// not know trust, a plain public key does.
  private static long trust(Session session, OfficerRequest request) {
    Attributes plain = DomainTemplates.transport(request.publicKey(), request.id());
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
