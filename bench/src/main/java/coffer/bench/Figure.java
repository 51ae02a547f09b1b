package coffer.bench;

/// Something measured that is not a call: a time, a size. The names are those of the JSON document.
record Figure(String figure, double value, String unit) {
  static Figure of(String figure, double value, String unit) {
    return new Figure(figure, Math.round(value * 100) / 100.0, unit);
  }
}
