package coffer.store.sql;

import coffer.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JacksonException;

/// Columns that hold JSON; a database may have been changed by hand.
public final class StoreTargets {
  private StoreTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of(
                "store-json",
                JsonTexts.class,
                input -> JsonTexts.read(new String(input, StandardCharsets.UTF_8)))
            .from("[\"a\",\"b\"]", "[]")
            .words("[", "{", "\"", "null", "\\u0000")
            .refusing(JacksonException.class)
            .refusing(IllegalStateException.class));
  }
}
