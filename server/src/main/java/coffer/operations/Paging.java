package coffer.operations;

import coffer.model.KmsException;
import java.util.Optional;

/// PageNumber and PageSize as lists take them: from 1, and 1 to 101.
public record Paging(int number, int size) {
  private static final int SIZE_MAX = 101;
  private static final int NUMBER_MAX = 10_000_000;

  public static Paging of(Optional<Integer> number, Optional<Integer> size, int defaultSize) {
    return of("PageNumber", number, size, defaultSize);
  }

  /// @param numberName what the API calls the number of the page
  public static Paging of(
      String numberName, Optional<Integer> number, Optional<Integer> size, int defaultSize) {
    int page = number.orElse(1);
    int rows = size.orElse(defaultSize);
    if (page < 1 || page > NUMBER_MAX) {
      throw KmsException.invalid(numberName);
    }
    if (rows < 1 || rows > SIZE_MAX) {
      throw KmsException.invalid("PageSize");
    }
    return new Paging(page, rows);
  }

  /// Rows to skip.
  public int offset() {
    return (number - 1) * size;
  }
}
