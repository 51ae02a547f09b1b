package coffer.hsm;

/// One thing that trying found out about an HSM. Reports and tables print it.
///
/// @param name what was tried; the same for every HSM of a driver
/// @param result a few words
/// @param measured whether the result depends on the machine and the moment, as speeds do
public record ProbeFact(String name, String result, boolean measured) {
  public static ProbeFact of(String name, String result) {
    return new ProbeFact(name, result, false);
  }
}
