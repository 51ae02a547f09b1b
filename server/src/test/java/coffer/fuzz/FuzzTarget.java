package coffer.fuzz;

import coffer.model.KmsException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One parser, and how to feed it.
///
/// @param parser the class whose reading is tried
/// @param seeds inputs that it takes; mutation starts from them and from the corpus of that name
/// @param words of its language, to be strewn in
/// @param refusals how it documents to refuse; anything else that is thrown is a finding
public record FuzzTarget(
    String name,
    Class<?> parser,
    List<byte[]> seeds,
    List<String> words,
    Set<Class<? extends Exception>> refusals,
    Feed feed) {

  /// Reads one input.
  @FunctionalInterface
  public interface Feed {
    void accept(byte[] input) throws Exception;
  }

  /// A parser that refuses by `KmsException`, or by its value.
  public static FuzzTarget of(String name, Class<?> parser, Feed feed) {
    return new FuzzTarget(name, parser, List.of(), List.of(), Set.of(KmsException.class), feed);
  }

  public FuzzTarget from(byte[]... inputs) {
    List<byte[]> more = new ArrayList<>(seeds);
    more.addAll(List.of(inputs));
    return new FuzzTarget(name, parser, more, words, refusals, feed);
  }

  public FuzzTarget from(String... inputs) {
    FuzzTarget more = this;
    for (String input : inputs) {
      more = more.from(input.getBytes(StandardCharsets.UTF_8));
    }
    return more;
  }

  public FuzzTarget words(String... language) {
    return new FuzzTarget(name, parser, seeds, List.of(language), refusals, feed);
  }

  public FuzzTarget refusing(Class<? extends Exception> kind) {
    Set<Class<? extends Exception>> more = new HashSet<>(refusals);
    more.add(kind);
    return new FuzzTarget(name, parser, seeds, words, more, feed);
  }

  /// Throws what was found, if anything.
  void feed(byte[] input) {
    try {
      feed.accept(input.clone());
    } catch (Exception e) {
      if (refusals.stream().noneMatch(kind -> kind.isInstance(e))) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
