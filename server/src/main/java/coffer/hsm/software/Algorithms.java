package coffer.hsm.software;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import javax.crypto.Cipher;

/// Where algorithms come from: one provider, named explicitly, or the JDK's own.
record Algorithms(Optional<Provider> provider) {
  static final Algorithms JDK = new Algorithms(Optional.empty());

  Cipher cipher(String name) {
    return need(
        name,
        () ->
            provider.isPresent()
                ? Cipher.getInstance(name, provider.get())
                : Cipher.getInstance(name));
  }

  Signature signature(String name) {
    return need(
        name,
        () ->
            provider.isPresent()
                ? Signature.getInstance(name, provider.get())
                : Signature.getInstance(name));
  }

  KeyFactory keyFactory(String name) {
    return need(
        name,
        () ->
            provider.isPresent()
                ? KeyFactory.getInstance(name, provider.get())
                : KeyFactory.getInstance(name));
  }

  KeyPairGenerator keyPairGenerator(String name) {
    return need(
        name,
        () ->
            provider.isPresent()
                ? KeyPairGenerator.getInstance(name, provider.get())
                : KeyPairGenerator.getInstance(name));
  }

  private static <T> T need(String name, Lookup<T> lookup) {
    try {
      return lookup.find();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("missing algorithm " + name, e);
    }
  }

  private interface Lookup<T> {
    T find() throws GeneralSecurityException;
  }
}
